/** A DNS server of a test's own, on a port for UDP and TCP. @module */

import { SocketError } from "#net";
import { framed } from "../../dns/tcp.ts";
import { parseQuery } from "../../relay/dns_message.ts";
import { Mailbox } from "../net/mailbox.ts";
import { listenOrigin, type Origin, type Peer } from "./peer.ts";

/** What the server was asked. */
export interface Responder {
  readonly port: number;
  /** `udp` or `tcp` and the name of each query, in order. */
  readonly asked: string[];
}

/** The answer to a query that came by a way, or null for none. */
type Answer = (message: Uint8Array, way: string) => Uint8Array | null;

/** Runs the body with a server that answers every name but those that begin with `silent`. */
export async function withResponder(body: (responder: Responder) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const answerTo: Answer = (message, way) => {
    const query = parseQuery(message);
    if (query === null || typeof query === "number") throw new Error("Expected a query");
    asked.push(`${way} ${query.name}`);
    return query.name.startsWith("silent") ? null : answerOf(message, query.end, query.name);
  };
  const { tcp, udp } = await openBoth(answerTo);
  try {
    await body({ port: tcp.port, asked });
  } finally {
    await udp.close();
    await tcp.close();
  }
}

/** A port that is free for both: what the system chooses for TCP may be in use for UDP. */
async function openBoth(answerTo: Answer, tries = 10): Promise<{ tcp: Origin; udp: Mailbox }> {
  const tcp = await listenOrigin((peer) => void serve(peer, (message) => answerTo(message, "tcp")));
  try {
    const udp = await Mailbox.bind("127.0.0.1", async ({ bytes, from }, box) => {
      const answer = answerTo(bytes, "udp");
      if (answer !== null) await box.send(answer, from);
    }, tcp.port);
    return { tcp, udp };
  } catch (cause) {
    await tcp.close();
    if (tries === 1 || !(cause instanceof SocketError) || cause.fault !== "in-use") throw cause;
    return await openBoth(answerTo, tries - 1);
  }
}

async function serve(peer: Peer, answerTo: (message: Uint8Array) => Uint8Array | null): Promise<void> {
  try {
    for (;;) {
      const [high, low] = await peer.take(2);
      const answer = answerTo(await peer.take(high! << 8 | low!));
      if (answer !== null) await peer.send(framed(answer));
    }
  } catch {
    await peer.close();
  }
}

/** One address, 192.0.2.1, or forty for names that begin with `many`; NXDOMAIN for `none`. */
function answerOf(message: Uint8Array, end: number, name: string): Uint8Array {
  const count = name.startsWith("many") ? 40 : name.startsWith("none") ? 0 : 1;
  const records = Array.from({ length: count }, (_, i) => [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, i + 1]);
  const answer = Uint8Array.from([...message.subarray(0, end), ...records.flat()]);
  answer.set([0x81, count === 0 ? 0x83 : 0x80, 0, 1, 0, count, 0, 0, 0, 0], 2);
  return answer;
}
