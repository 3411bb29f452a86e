/** Peers at work: started on ports of this machine, and ended by their own ids. @module */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { User } from "../../crypto/types.ts";
import { Peer as Connection } from "../behaviour/peer.ts";
import { type Started, startProcess } from "../process/started.ts";
import { freePort } from "./free_port.ts";
import type { Peer } from "./peers.ts";
import { until } from "../behaviour/until.ts";

/** What each peer says when it is about to listen, or does. */
const LISTENS = /listening on|listening at|starting (?:local|server) at/;

/** What a port carries: without it some peers leave datagrams alone, and the others know no such key. */
const BOTH = "tcp_and_udp";

/** How often a start is tried: between the choice of a port and its use another program may take it. */
const STARTS = 3;

/** The keys of a method, as configs write them. */
export interface Keys {
  readonly method: string;
  readonly password: string;
}

/** The keys of a server, which many users may share. */
export interface ServerKeys extends Keys {
  readonly users?: readonly User[];
}

/** Runs the body with a peer's client in front of a server; it is given the SOCKS5 port. */
export function withPeerLocal(
  peer: Peer,
  { method, password }: Keys,
  serverPort: number,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const addresses = { server: "127.0.0.1", server_port: serverPort, local_address: "127.0.0.1" };
  const config = { ...addresses, method, password, mode: BOTH };
  return withPeer(peer, peer.local, (port) => ({ ...config, local_port: port, timeout: 300 }), body);
}

/** Runs the body with a peer's server; it is given its port. */
export function withPeerServer(peer: Peer, keys: ServerKeys, body: (port: number) => Promise<void>): Promise<void> {
  const config = { server: "127.0.0.1", timeout: 300, forbidden_ip: "", mode: BOTH, ...keys };
  // Users are read only where servers stand in a list, which is how one program alone takes them.
  const inList = keys.users !== undefined;
  const configAt = (port: number) => {
    const server = { ...config, server_port: port };
    return inList ? { servers: [server] } : server;
  };
  return withPeer(peer, peer.server, configAt, body);
}

/** Runs the body with a peer under the config that it is given for a port. */
export async function withPeer(
  peer: Peer,
  command: readonly string[],
  configAt: (port: number) => object,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-interop-`);
  try {
    for (let start = 1;; start++) {
      const port = await freePort();
      const path = `${folder}/config.json`;
      await writeFile(path, JSON.stringify(configAt(port)));
      const program = startProcess([...command, "-c", path], { env: peer.env });
      try {
        if (await listens(program, port)) return await body(port);
        if (start === STARTS) throw new Error("Expected it to listen");
      } catch (cause) {
        throw new Error(`${peer.title} was asked in vain, and said: ${program.out}${program.err}`, { cause });
      } finally {
        await program.kill();
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Waits until a program accepts connections; false when it ends instead. */
async function listens(program: Started, port: number): Promise<boolean> {
  let over = false;
  void program.ended().then(() => over = true);
  await program.line(LISTENS).catch(() => over = true);
  // Saying so is not yet doing so: the Python program binds after it has announced it.
  await until(async () => over || await accepts(port));
  return !over;
}

async function accepts(port: number): Promise<boolean> {
  try {
    const connection = await Connection.connect(port);
    await connection.close();
    return true;
  } catch {
    return false;
  }
}
