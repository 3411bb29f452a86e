/** Queries over streams: each message has its length before it (RFC 1035 §4.2.2). @module */

import { connect } from "#net";
import type { Stream } from "../net/types.ts";
import { type Limits, noAnswer, noExchange, type Server, whenOver } from "./exchange.ts";
import { answers } from "./query.ts";
import { ResolveError } from "./types.ts";

/** Seconds between keepalive probes; no exchange lasts that long. */
export const KEEPALIVE = 60;

/** Asks by TCP, over a connection of its own. */
export function askByTcp(server: Server, query: Uint8Array, limits: Limits): Promise<Uint8Array> {
  const { host, port } = server;
  return askOver(server, query, limits, () => connect({ host, port, timeout: limits.timeout, keepalive: KEEPALIVE }));
}

/** Asks over a stream, which is closed if that fails and given to `keep` if not. */
export async function askOver(
  server: Server,
  query: Uint8Array,
  limits: Limits,
  dial: () => Promise<Stream>,
  keep: (stream: Stream) => void = (stream) => stream.close(),
): Promise<Uint8Array> {
  let over = false;
  let stream: Stream | null = null;
  const done = whenOver(limits, () => {
    over = true;
    stream?.close();
  });
  try {
    stream = await dial();
    if (over) throw noAnswer(server, limits);
    await stream.write(framed(query));
    const message = await readMessage(stream, query);
    keep(stream);
    stream = null;
    return message;
  } catch (cause) {
    throw over ? noAnswer(server, limits) : noExchange(server, cause);
  } finally {
    done();
    stream?.close();
  }
}

/**
 * Puts a message behind its length.
 *
 *     +--------+---------+
 *     | length | message |
 *     |   2    | length  |
 *     +--------+---------+
 */
export function framed(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2 + message.length);
  new DataView(bytes.buffer).setUint16(0, message.length);
  bytes.set(message, 2);
  return bytes;
}

/** Reads one framed message, which must answer the query: on this stream nothing else was asked. */
export async function readMessage(stream: AsyncIterable<Uint8Array>, query: Uint8Array): Promise<Uint8Array> {
  let bytes = new Uint8Array(0);
  for await (const chunk of stream) {
    const longer = new Uint8Array(bytes.length + chunk.length);
    longer.set(bytes);
    longer.set(chunk, bytes.length);
    bytes = longer;
    if (bytes.length < 2) continue;
    const end = 2 + (bytes[0]! << 8 | bytes[1]!);
    if (bytes.length < end) continue;
    if (bytes.length > end) throw new ResolveError("server", "Cannot read a DNS reply: more came than was asked for");
    const message = bytes.subarray(2, end);
    if (!answers(query, message)) throw new ResolveError("server", "Cannot use a DNS reply: it answers another query");
    return message;
  }
  throw new ResolveError("server", "Cannot read a DNS reply: the connection ended before it");
}
