/** Two ends of a real connection on loopback, through the code under test. @module */

import { connect, listen } from "#net";
import { sleep } from "../../net/timers.ts";
import type { Endpoint, Listener, Stream } from "../../net/types.ts";

/** Both ends of one connection. */
export interface Pair {
  readonly client: Stream;
  readonly server: Stream;
}

/** How a test connects: generous, as nothing here is far away. */
export const PATIENT = { timeout: 10, keepalive: 60 };

/** Listens on a free port; each connection that is accepted can be waited for. */
export function listenOn(host: string): { listener: Listener; accepted(): Promise<Stream> } {
  const arrived: Stream[] = [];
  const waiting: ((stream: Stream) => void)[] = [];
  const listener = listen({ host, port: 0, keepalive: 60 }, (stream) => {
    const next = waiting.shift();
    if (next === undefined) arrived.push(stream);
    else next(stream);
  });
  return {
    listener,
    accepted() {
      const stream = arrived.shift();
      return stream === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(stream);
    },
  };
}

/** Runs the body with both ends of a connection, and lets go of both. */
export async function withPair(body: (pair: Pair) => Promise<void>, host = "127.0.0.1"): Promise<void> {
  const { listener, accepted } = listenOn(host);
  try {
    const [client, server] = await Promise.all([connect({ ...listener.local, ...PATIENT }), accepted()]);
    try {
      await body({ client, server });
    } finally {
      client.close();
      server.close();
    }
  } finally {
    listener.close();
  }
}

/** A port of an address of this machine where nobody listens. */
export async function freePort(host: string): Promise<Endpoint> {
  const { listener } = listenOn(host);
  await closed(listener);
  return listener.local;
}

/** Closes a listener and waits until the system knows: Deno lets go of the port when its pending accept has ended. */
export async function closed(listener: Listener): Promise<void> {
  listener.close();
  await sleep(0.01);
}

/** All that comes until the peer's end, copied. */
export async function readAll(stream: Stream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk.slice());
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
