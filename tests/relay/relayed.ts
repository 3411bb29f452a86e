/** One connection through the relay, all in memory. @module */

import { Counters } from "../../relay/counters.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import type { Fields, Level, Log } from "../../relay/log.ts";
import { prefixedStream } from "../../relay/prefixed_stream.ts";
import type { Inbound, Outbound } from "../../relay/request.ts";
import { TcpConnection } from "../../relay/tcp.ts";
import { MemoryStream, type PairOptions } from "./memory_stream.ts";

/** Where the client wants to go. */
export const TARGET = { host: "192.0.2.7", port: 443 };

/** How a connection in a test differs from the usual. */
export interface Setup extends PairOptions {
  /** Takes the place of the dialled stream. */
  dial?: Outbound["dial"];
  /** Bytes that come with the handshake. */
  first?: Uint8Array;
  /** Takes the place of the inbound that is satisfied with anything. */
  inbound?: Inbound;
  /** Takes the place of an answer that always arrives. */
  proceed?: () => Promise<void>;
}

/** One connection between an application and an origin, all in memory. */
export interface Relayed {
  readonly application: MemoryStream;
  readonly origin: MemoryStream;
  /** The relay's own ends of the two. */
  readonly client: MemoryStream;
  readonly remote: MemoryStream;
  readonly connection: TcpConnection;
  readonly running: Promise<void>;
  readonly counters: Counters;
  /** What the client was told. */
  readonly told: string[];
  /** The fields of the event that says how it ended. */
  closed(): Fields | undefined;
}

/** Starts one. */
export function relay({ dial, first = new Uint8Array(0), inbound, proceed, ...pair }: Setup = {}): Relayed {
  const [application, client] = MemoryStream.pair(pair);
  const [origin, remote] = MemoryStream.pair(pair);
  const events: { level: Level; name: string; fields: Fields }[] = [];
  const log: Log = { level: "info", event: (level, name, fields = {}) => void events.push({ level, name, fields }) };
  const counters = new Counters();
  const told: string[] = [];
  const satisfied: Inbound = {
    handle: (stream, route) =>
      route({
        target: TARGET,
        stream: prefixedStream(stream, first),
        proceed: proceed ?? (() => Promise.resolve(void told.push("proceed"))),
        reject: (status) => Promise.resolve(void told.push(status)),
      }),
  };
  const connection = new TcpConnection(client, {
    inbound: inbound ?? satisfied,
    outbound: { dial: dial ?? (() => Promise.resolve(remote)) },
    limits: DEFAULT_LIMITS,
    log,
    counters,
  });
  const running = connection.run();
  const closed = () => events.find(({ name }) => name === "closed")?.fields;
  return { application, origin, client, remote, connection, running, counters, told, closed };
}
