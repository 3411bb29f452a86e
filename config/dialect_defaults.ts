/** What holds in each dialect where neither file nor flags say otherwise. @module */

import type { Dialect } from "./dialect.ts";
import type { Role } from "./keys.ts";
import { overlay } from "./overlay.ts";
import type { Parts } from "./parts.ts";

/** The address on which a server of the Python program listens, and one of libev. */
const EVERYWHERE = [{ host: "0.0.0.0" }];

/** What the Python program does unless told: its method is one that must be allowed. */
const PYTHON: Parts = { method: "aes-256-cfb", allowLegacy: true, mode: "tcp_and_udp", limits: { idle: 300 } };

/** What shadowsocks-libev does unless told. */
const LIBEV: Parts = { method: "chacha20-ietf-poly1305", allowLegacy: true, mode: "tcp_only", limits: { idle: 60 } };

/** What shadowsocks-rust does unless told: a method must be named. */
const RUST: Parts = { allowLegacy: true, mode: "tcp_only" };

/** What holds at either side, and what at a server alone. */
const DEFAULTS: Readonly<Record<Dialect, readonly [both: Parts, server: Parts]>> = {
  umbra: [{}, {}],
  python: [PYTHON, { places: EVERYWHERE, outbound: { denied: "loopback" } }],
  libev: [LIBEV, { places: EVERYWHERE, outbound: { denied: "nothing" } }],
  rust: [RUST, { outbound: { denied: "nothing" } }],
};

/** What a run of a dialect does unless it is told otherwise: to be laid under what its file says. */
export function dialectDefaults(dialect: Dialect, role: Role): Parts {
  const [both, server] = DEFAULTS[dialect];
  return role === "server" ? overlay(both, server) : { ...both };
}
