/** A proxy in memory that says what it was told to say, whatever it is asked. @module */

import type { Endpoint, Stream } from "../../net/types.ts";
import { ConnectionError } from "../../relay/errors.ts";
import type { ProxyHop } from "../../relay/outbound/hop.ts";
import { joined } from "../crypto/random.ts";
import { readAll } from "../net/pair.ts";
import { MemoryStream } from "./memory_stream.ts";

/** One of the two client halves. */
export type Connect = (stream: Stream, target: Endpoint, hop: ProxyHop) => Promise<Stream>;

/** How a proxy was asked, and what came of it. */
export interface Asked {
  /** All that the client wrote. */
  readonly said: Uint8Array;
  /** All that came behind the handshake; null when that failed. */
  readonly behind: Uint8Array | null;
  /** Why it failed. */
  readonly failure: ConnectionError | null;
}

/** Lets a client half speak with a proxy that says these bytes, in pieces of so many, and then its end. */
export async function askProxy(
  connect: Connect,
  answers: Uint8Array,
  { target = TARGET, chunk = Infinity, ...login }: Partial<ProxyHop> & { target?: Endpoint; chunk?: number } = {},
): Promise<Asked> {
  const [near, proxy] = MemoryStream.pair({ chunk });
  if (answers.length > 0) await proxy.write(answers);
  await proxy.closeWrite();
  const hop: ProxyHop = { kind: "socks5", host: "192.0.2.1", port: 1080, ...login };
  let behind: Uint8Array | null = null;
  let failure: ConnectionError | null = null;
  try {
    behind = await readAll(await connect(near, target, hop));
  } catch (cause) {
    if (!(cause instanceof ConnectionError)) throw cause;
    failure = cause;
  } finally {
    near.close();
    proxy.close();
  }
  return { said: joined(near.written), behind, failure };
}

/** Where the clients want to go. */
export const TARGET: Endpoint = { host: "example.com", port: 443 };
