/** Files that `umbra config convert` writes, run by the programs that they are written for. */

import { assertEquals } from "#test";
import type { Config, ServerEntry } from "../../config/types.ts";
import { libevFile } from "../../config/write/libev.ts";
import type { Draft } from "../../config/write/losses.ts";
import { rustFile } from "../../config/write/rust.ts";
import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import { keyFor } from "../behaviour/keys.ts";
import { against } from "./both_ways.ts";
import { assertCarries } from "./carried.ts";
import { withOurLocal } from "./ours.ts";
import { findLibev, findRust, type Peer } from "./peers.ts";
import { type Keys, type ServerKeys, withPeer } from "./running.ts";

const BASE: Config = { servers: [], locals: [], limits: DEFAULT_LIMITS, crypto: "auto" };

/** A server on every address of this machine. */
function serverAt(port: number, keys: ServerKeys, limits: Partial<Limits>): Config {
  const { users, ...rest } = keys;
  const server: ServerEntry = { host: "::", port, ...rest, ...(users && { users: [...users] }) };
  return { ...BASE, servers: [server], limits: { ...DEFAULT_LIMITS, ...limits }, outbound: { denied: "nothing" } };
}

/** A client of a server. */
function clientAt(port: number, keys: Keys, serverPort: number): Config {
  const servers = [{ host: "127.0.0.1", port: serverPort, ...keys }];
  return { ...BASE, locals: [{ host: "127.0.0.1", port, protocol: "socks", servers }] };
}

/** A file in which everything could be said. */
function whole({ keys, losses }: Draft): object {
  assertEquals(losses, []);
  return keys;
}

/** Has a peer serve by a file of ours, to our client and to its own by another file of ours. */
function assertServes(
  peer: Peer,
  write: (config: Config) => Draft,
  served: ServerKeys,
  used: Keys,
  limits: Partial<Limits>,
): Promise<void> {
  const serverFile = (port: number) => whole(write(serverAt(port, served, limits)));
  return withPeer(peer, peer.server, serverFile, async (serverPort) => {
    await withOurLocal(used, serverPort, assertCarries);
    const clientFile = (port: number) => whole(write(clientAt(port, used, serverPort)));
    await withPeer(peer, peer.local, clientFile, assertCarries);
  });
}

const libev = findLibev();
const rust = findRust();

against(libev, "the files of a server and of a client that are written for it do what they did here", () => {
  const keys = { method: "aes-256-gcm", password: keyFor("aes-256-gcm") };
  return assertServes(libev, libevFile, keys, keys, { idle: 120 });
});

against(rust, "the files of a server with users and of a client that are written for it do what they did here", () => {
  const method = "2022-blake3-aes-256-gcm";
  const [own, user] = [keyFor(method, 1), keyFor(method, 2)];
  const served = { method, password: own, users: [{ name: "ada", password: user }] };
  return assertServes(rust, rustFile, served, { method, password: `${own}:${user}` }, { udp: 120, keepalive: 30 });
});
