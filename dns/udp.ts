/** Queries by UDP. @module */

import { bindPackets } from "#net";
import type { PacketBatch } from "../net/types.ts";
import { type Limits, noAnswer, noExchange, type Server, whenOver } from "./exchange.ts";
import { answers } from "./query.ts";

/**
 * Asks from a port of its own, which the system chooses at random. What comes from elsewhere, or answers another
 * query, is as if it had not come: the true answer may be behind it.
 */
export async function askByUdp(server: Server, query: Uint8Array, limits: Limits): Promise<Uint8Array> {
  try {
    const socket = await bindPackets({ host: server.host.includes(":") ? "::" : "0.0.0.0", port: 0 });
    const done = whenOver(limits, () => socket.close());
    try {
      await socket.send(query, server);
      socket.flush();
      for (let batch = await socket.next(); batch !== null; batch = await socket.next()) {
        const message = answerIn(batch, server, query);
        if (message !== null) return message;
      }
    } finally {
      done();
      socket.close();
    }
  } catch (cause) {
    throw noExchange(server, cause);
  }
  throw noAnswer(server, limits);
}

/** The first datagram that is this server's answer to this query, copied; null when there is none. */
function answerIn(batch: PacketBatch, server: Server, query: Uint8Array): Uint8Array | null {
  for (let i = 0; i < batch.count; i++) {
    const { host, port } = batch.from(i);
    const fits = host === server.host && port === server.port && answers(query, batch.data(i));
    if (fits) return batch.data(i).slice();
  }
  return null;
}
