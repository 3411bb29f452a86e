/** Exchanges recorded with other people's programs by `scripts/record_exchanges.ts`. @module */

import { readdirSync, readFileSync } from "node:fs";
import { findMethod, type MethodRow } from "../../crypto/methods.ts";
import type { User } from "../../crypto/types.ts";
import type { Endpoint } from "../../net/types.ts";

/** What went over the wire with one method; bytes are in base64. */
export interface Exchange {
  /** The program and its version. */
  readonly peer: string;
  readonly method: string;
  /** Unix seconds when it was recorded. */
  readonly clock: number;
  /** The server's key. */
  readonly password: string;
  /** The users of the server; none when its key is everybody's. */
  readonly users: User[];
  /** The client's key, or chain of keys. */
  readonly chain: string;
  /** What the program's client sent to a server. */
  readonly asked: { readonly target: Endpoint; readonly payload: string; readonly sent: string };
  /** What our client sent to the program's server, and what that answered. */
  readonly answered: {
    readonly target: Endpoint;
    readonly question: string;
    readonly sent: string;
    readonly payload: string;
    readonly received: string;
  };
}

/** The folder of the recordings. */
export const RECORDINGS = new URL("../recorded/", import.meta.url);

/** Every exchange, by the name of its file. */
export function readExchanges(): { name: string; exchange: Exchange }[] {
  const files = readdirSync(RECORDINGS).filter((file) => file.endsWith(".json")).sort();
  return files.map((file) => ({
    name: file.slice(0, -".json".length),
    exchange: JSON.parse(readFileSync(new URL(file, RECORDINGS), "utf8")),
  }));
}

/** The row of a recorded method. */
export function rowOf({ method }: Pick<Exchange, "method">): MethodRow {
  const row = findMethod(method);
  if (row === undefined) throw new Error(`Cannot test ${method}: it is not a method of ours`);
  return row;
}

/** Bytes as they stand in a recording. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes of a recording. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
