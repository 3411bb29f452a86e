/** Shadowsocks streams over memory, and what their transports carry. @module */

import type { StreamMethod } from "../../crypto/types.ts";
import { ShadowsocksStream, type StreamOptions } from "../../relay/stream.ts";
import { SERVED_METHODS } from "../crypto/served.ts";
import { inboundOf, makeEnd2017, openParts } from "../crypto/streams.ts";
import { MemoryStream, type PairOptions } from "./memory_stream.ts";

/** 192.0.2.7:443, as a request begins. */
export const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);

/** Bytes of the test method's salt, and of a chunk beside its payload. */
export const SALT_SIZE = 32;
export const OVERHEAD = 34;

const served = SERVED_METHODS.find(({ row }) => row.name === "chacha20-ietf-poly1305")!;

/** One end of the test method, with salts of its own. */
export function makeMethod(): Promise<StreamMethod> {
  return makeEnd2017(served);
}

/** A client's stream, its transport, and the server's end of that. */
export interface ClientEnd {
  readonly client: ShadowsocksStream;
  readonly transport: MemoryStream;
  readonly far: MemoryStream;
}

/** A client that wants to go to the target. */
export async function makeClient(options: StreamOptions = {}, pair: PairOptions = {}): Promise<ClientEnd> {
  const [transport, far] = MemoryStream.pair(pair);
  return { client: new ShadowsocksStream(transport, (await makeMethod()).outbound(TARGET), options), transport, far };
}

/** Client and server of one connection. */
export interface BothEnds {
  readonly client: ShadowsocksStream;
  readonly server: ShadowsocksStream;
  readonly near: MemoryStream;
  readonly far: MemoryStream;
}

/** Both ends over one transport; a client's header does not go by itself. */
export async function makeBoth(pair: PairOptions = {}): Promise<BothEnds> {
  const [near, far] = MemoryStream.pair(pair);
  return {
    client: new ShadowsocksStream(near, (await makeMethod()).outbound(TARGET)),
    server: new ShadowsocksStream(far, inboundOf(await makeMethod())),
    near,
    far,
  };
}

/** The plaintext of writes that a server would take; with whatever kept it from opening to its end. */
export async function openWrites(writes: readonly Uint8Array[]): Promise<{ plain: Uint8Array; failure: unknown }> {
  const { opener, sealer } = inboundOf(await makeMethod());
  sealer.close();
  return openParts(opener, writes);
}
