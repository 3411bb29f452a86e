/** The keys of waits and bounds, each with what it means; their least values stand in `limits.ts`. @module */

import { DEFAULT_LIMITS } from "../relay/limits.ts";
import type { Dialect } from "./dialect.ts";
import type { KeyRow } from "./key_table.ts";
import { LIMIT_KEYS } from "./limits.ts";

/** What each limit is for, and by which other programs it is known. */
const SAYS: Readonly<Record<string, readonly [says: string, ...dialects: Dialect[]]>> = {
  connect_timeout: ["For a connection to a target or a server to stand."],
  handshake_timeout: ["For an accepted connection to say what it wants."],
  idle_timeout: ["Without a byte in either direction."],
  half_closed_timeout: ["Without a byte, after one side has ended."],
  keepalive: ["Between TCP keepalive probes."],
  first_payload_wait: ["That the header waits for the first bytes of the application."],
  drains: ["Refused connections that are read and discarded at once; beyond it the oldest is held unread."],
  drain_bytes: ["Bytes that are read and discarded from one refused connection."],
  salts: ["Salts remembered for one port: so many of streams, and so many of datagrams."],
  udp_timeout: ["For an association without a datagram.", "rust"],
  udp_lookup_timeout: ["The same, while it has only asked for names."],
  udp_max_associations: ["Associations of one port; beyond it the one used longest ago goes.", "rust"],
  dns_answer_timeout: ["For the answer to a question that came to a DNS port."],
  dns_max_questions: ["Questions of one DNS port that wait for their answers; beyond it they fail."],
};

/** Limits that go by two names. */
const ALSO: Readonly<Record<string, Readonly<Record<string, Dialect>>>> = { keepalive: { keep_alive: "rust" } };

/** The rows. */
export const LIMIT_ROWS: readonly KeyRow[] = [
  {
    name: "timeout",
    kind: "seconds",
    says: "The same as `idle_timeout`, which counts before it; in files of shadowsocks-rust the time to connect.",
    in: ["top", "server"],
    least: 1,
    dialects: ["python", "libev", "rust"],
  },
  ...Object.entries(SAYS).map(([name, [says, ...dialects]]) => row(name, says, dialects)),
];

function row(name: string, says: string, dialects: readonly Dialect[]): KeyRow {
  const bound = LIMIT_KEYS[name];
  if (!bound) throw new RangeError(`Cannot describe limit: no limit has the key ${name}`);
  const also = ALSO[name];
  return {
    name,
    kind: bound.unit,
    says,
    least: bound.least,
    default: String(DEFAULT_LIMITS[bound.limit]),
    ...(also && { also }),
    ...(dialects.length > 0 && { dialects }),
  };
}
