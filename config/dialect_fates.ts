/** Keys that the programs of a dialect pass over, or take for something else than we do. @module */

import type { Dialect } from "./dialect.ts";
import { type Fate, fates } from "./fate.ts";
import type { Role } from "./keys.ts";

/** Keys of a server in a file that a client shares with it. */
const SHARED = fates("unused", "belongs to a server, and is not used by a client", "port_password users destinations");

/** At a server of libev these are the address from which it connects. */
const BOUND = fates(
  "refused",
  "the address from which a server connects cannot be chosen in this version: expected no such key",
  "local_address local_ipv4_address local_ipv6_address",
);

/** What ss-local and ss-server pass over. */
const OF_TUNNELS = fates("unused", "is not used: it belongs to ss-tunnel", "tunnel_address");

/** The Python program has no `mode`. */
const PYTHON_MODE = fates("unused", "is not used: the Python program has no such key, and always carries UDP", "mode");

/** There it says of ports what here is said of names. */
const RUST_IPV6 = fates("unused", "is not used: a port at :: serves IPv4 too", "ipv6_only");

/** What the servers of a dialect say otherwise, and what its clients do. */
const FATES: Readonly<Record<Dialect, Readonly<Record<"server" | "client", ReadonlyMap<string, Fate>>>>> = {
  umbra: { server: new Map(), client: new Map() },
  python: { server: PYTHON_MODE, client: new Map([...SHARED, ...PYTHON_MODE]) },
  libev: {
    server: new Map([
      ...BOUND,
      ...OF_TUNNELS,
      ...fates("unused", "is not used by ss-server: it belongs to ss-manager", "port_password"),
    ]),
    client: SHARED,
  },
  rust: { server: RUST_IPV6, client: new Map([...SHARED, ...RUST_IPV6]) },
};

/** What becomes of a key in a dialect alone. */
export function fateInDialect(name: string, dialect: Dialect, role: Role): Fate | undefined {
  if (dialect === "libev" && role === "local" && name === "tunnel_address") return OF_TUNNELS.get(name);
  return FATES[dialect][role === "server" ? "server" : "client"].get(name);
}
