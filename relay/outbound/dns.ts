/** Queries that go to a DNS server through an outbound. @module */

import { answers } from "../../dns/query.ts";
import { framed, readMessage } from "../../dns/tcp.ts";
import { addressEnd, formatEndpoint } from "../../net/hosts.ts";
import { parseIp } from "../../net/ip.ts";
import { after, type Wait } from "../../net/timers.ts";
import type { Endpoint, PacketBatch, Stream } from "../../net/types.ts";
import type { PacketOutbound, PacketPort } from "../datagrams.ts";
import type { AskDns } from "../inbound/dns_answers.ts";
import type { Outbound } from "../request.ts";
import { noAnswer, within } from "./dns_time.ts";

/** Asks by TCP, over a stream of its own for each query. */
export function askThroughStream(outbound: Outbound, server: Endpoint): AskDns {
  return (query, limits) => {
    let open: Stream | null = null;
    let over = false;
    const work = async (): Promise<Uint8Array> => {
      const stream = open = await outbound.dial(server);
      try {
        // The time ran out meanwhile: what was dialled is let go.
        if (over) throw noAnswer(formatEndpoint(server));
        await stream.write(framed(query));
        return (await readMessage(stream, query)).slice();
      } finally {
        stream.close();
      }
    };
    return within(limits, formatEndpoint(server), work, () => {
      over = true;
      open?.abort();
    });
  };
}

/** Asks by UDP, over an association of its own for each query, a second time when half of the time is over. */
export function askThroughPackets(outbound: PacketOutbound, server: Endpoint): AskDns {
  return (query, limits) => {
    let open: PacketPort | null = null;
    let again: Wait | null = null;
    let over = false;
    const work = async (): Promise<Uint8Array> => {
      const port = open = await outbound.associate();
      try {
        if (over) throw noAnswer(formatEndpoint(server));
        await send(port);
        again = after(limits.timeout / 2, () => void send(port));
        return await readAnswer(port, query, server);
      } finally {
        letGo();
      }
    };
    const send = async (port: PacketPort): Promise<void> => {
      await port.send(server, query);
      port.flush();
    };
    const letGo = () => {
      over = true;
      again?.cancel();
      open?.close();
    };
    return within(limits, formatEndpoint(server), work, letGo);
  };
}

/** The first answer to the query; what else comes is as if it had not. */
async function readAnswer(port: PacketPort, query: Uint8Array, server: Endpoint): Promise<Uint8Array> {
  for (let batch = await port.next(); batch !== null; batch = await port.next()) {
    const answer = answerIn(batch, query, server);
    if (answer !== null) return answer;
  }
  throw noAnswer(formatEndpoint(server));
}

function answerIn(batch: PacketBatch, query: Uint8Array, server: Endpoint): Uint8Array | null {
  const { host, port } = addressEnd(server) ?? server;
  for (let i = 0; i < batch.count; i++) {
    const from = batch.from(i);
    // A name says nothing of the address that answers.
    const fits = from.port === port && (from.host === host || parseIp(host) === null);
    if (fits && answers(query, batch.data(i))) return batch.data(i).slice();
  }
  return null;
}
