/** One config file for a peer's server and for ours: the same ports open, the same stay closed. */

import { assertEquals } from "#test";
import type { Dialect } from "../../config/dialect.ts";
import type { Config } from "../../config/types.ts";
import { start } from "../../service/mod.ts";
import { Peer as Connection } from "../behaviour/peer.ts";
import { KeptLog } from "../behaviour/wiring.ts";
import { loadText } from "../config/loading.ts";
import { against } from "./both_ways.ts";
import { freePort } from "./free_port.ts";
import { findLibev, findPython, findRust, type Peer } from "./peers.ts";
import { withPeer } from "./running.ts";
import { until } from "../behaviour/until.ts";

/** A file that names four ports; the first of them is open. */
type FileOf = (ports: readonly number[]) => object;

const AT = "127.0.0.1";
const KEYS = { password: "correct horse", method: "aes-256-cfb", timeout: 60 };

const FILES: readonly (readonly [peer: Peer, dialect: Dialect, what: string, file: FileOf])[] = [
  [findPython(), "python", "a list of ports", ([a, b, c]) => ({ server: AT, server_port: [a, b, c], ...KEYS })],
  [findPython(), "python", "ports with passwords, which count before a single one", ([a, b, c]) => ({
    server: AT,
    server_port: c,
    ...KEYS,
    port_password: { [`${a}`]: "one", [`${b}`]: "two" },
  })],
  [findLibev(), "libev", "servers with ports of their own, and ports with passwords", ([a, b, c]) => ({
    server: [`${AT}:${b}`, AT],
    server_port: `${a}`,
    port_password: { [`${c}`]: "x" },
    password: "correct horse",
  })],
  [findRust(), "rust", "servers in a list beside one outside, one disabled, one for datagrams", ([a, b, c, d]) => {
    const keys = { password: "correct horse", method: "aes-256-gcm" };
    return {
      server: AT,
      server_port: a,
      ...keys,
      servers: [
        { address: AT, port: b, ...keys },
        { server: AT, server_port: c, ...keys, disabled: true },
        { server: AT, server_port: d, ...keys, mode: "udp_only" },
      ],
    };
  }],
];

for (const [peer, dialect, what, file] of FILES) {
  against(peer, `the same ports are open: ${what}`, async () => {
    const others = [await freePort(), await freePort(), await freePort()];
    const open: boolean[][] = [];
    await withPeer(peer, peer.server, (port) => file([port, ...others]), async (port) => {
      const ports = [port, ...others];
      const expected = portsOf(read(file(ports), dialect));
      await until(async () => (await Promise.all(expected.map(accepts))).every(Boolean));
      open.push(await Promise.all(ports.map(accepts)));
    });
    const ports = [await freePort(), ...others];
    const service = await start(read(file(ports), dialect), new KeptLog());
    try {
      open.push(await Promise.all(ports.map(accepts)));
    } finally {
      await service.stop(0);
    }
    assertEquals(open[1], open[0]);
  });
}

function read(file: object, dialect: Dialect): Config {
  return loadText(JSON.stringify(file), "c.json", "server", dialect).config;
}

/** The ports that take connections. */
function portsOf({ servers }: Config): number[] {
  return servers.filter(({ mode }) => mode !== "udp_only").map(({ port }) => port);
}

async function accepts(port: number): Promise<boolean> {
  try {
    await (await Connection.connect(port)).close();
    return true;
  } catch {
    return false;
  }
}
