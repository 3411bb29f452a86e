/** Debian's DNS servers at work, on ports of this machine. @module */

import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { askByTcp } from "../../dns/tcp.ts";
import { putQuery } from "../../dns/query.ts";
import { server } from "../../dns/servers.ts";
import { ResolveError } from "../../dns/types.ts";
import { test } from "#test";
import { type Started, startProcess } from "../process/started.ts";
import { freePort } from "./free_port.ts";
import { until } from "../behaviour/until.ts";

/** How often a start is tried: between the choice of a port and its use another program may take it. */
const STARTS = 3;

/** A DNS server of Debian's. */
export interface NameServer {
  readonly title: string;
  readonly program: string;
  /** The words behind the program that make it serve at a port; it may keep files in the folder. */
  readonly args: (port: number, folder: string, tlsPort: number) => Promise<string[]>;
}

/** dnsmasq with these options, which say what it knows. */
export function dnsmasq(...options: string[]): NameServer {
  const fixed = [
    "--keep-in-foreground",
    "--no-resolv",
    "--no-hosts",
    "--bind-interfaces",
    "--user=root",
    "--log-facility=-",
  ];
  return {
    title: "dnsmasq",
    program: "/usr/sbin/dnsmasq",
    args: async (port, folder) => {
      await writeFile(`${folder}/empty.conf`, "");
      const place = ["--listen-address=127.0.0.1", `--port=${port}`, `--conf-file=${folder}/empty.conf`, "--pid-file"];
      return [...fixed, ...place, ...options];
    },
  };
}

/** Unbound with these lines, which say what it knows. */
export function unbound(...lines: string[]): NameServer {
  return {
    title: "unbound",
    program: "/usr/sbin/unbound",
    args: async (port, folder, tlsPort) => {
      const path = `${folder}/unbound.conf`;
      await writeFile(path, unboundConf(port, folder, tlsPort, lines));
      return ["-d", "-c", path];
    },
  };
}

function unboundConf(port: number, folder: string, tlsPort: number, lines: readonly string[]): string {
  const fixture = (name: string) => fileURLToPath(new URL(`../dns/fixtures/${name}.pem`, import.meta.url));
  return `server:
  interface: 127.0.0.1@${port}
  interface: 127.0.0.1@${tlsPort}
  tls-port: ${tlsPort}
  tls-service-key: "${fixture("server_key")}"
  tls-service-pem: "${fixture("server")}"
  port: ${port}
  directory: "${folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  do-not-query-localhost: no
  module-config: "iterator"
${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** Where a server stands. */
export interface Place {
  readonly port: number;
  /** Where it serves TLS, if it does. */
  readonly tlsPort: number;
}

/** Declares a test that needs servers; the body is given their places. */
export function withNameServers(
  name: string,
  wanted: readonly NameServer[],
  body: (...places: Place[]) => Promise<void>,
) {
  const missing = wanted.filter(({ program }) => !existsSync(program));
  const said = missing.map(({ title }) => `NOT RUN: ${title} is not here: deno task peers installs it`);
  if (missing.length > 0 && env.CI === "true") throw new Error(said.join("\n"));
  for (const line of said) console.error(line);
  const titles = [...new Set(wanted.map(({ title }) => title))].join(", ");
  test(`${titles}: ${name}`, () => start(wanted, [], body), { skip: missing.length > 0 });
}

/** Starts the servers one inside the other, and ends each. */
async function start(
  [first, ...rest]: readonly NameServer[],
  places: Place[],
  body: (...places: Place[]) => Promise<void>,
) {
  if (first === undefined) return await body(...places);
  const folder = await mkdtemp(`${tmpdir()}/umbra-dns-`);
  try {
    for (let attempt = 1;; attempt++) {
      const place = { port: await freePort(), tlsPort: await freePort() };
      const running = startProcess([first.program, ...await first.args(place.port, folder, place.tlsPort)]);
      try {
        if (await serves(running, place.port)) return await start(rest, [...places, place], body);
        if (attempt === STARTS) throw new Error(`${first.title} does not serve: ${running.out}${running.err}`);
      } finally {
        await running.kill();
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Waits until a server answers; false when it ends instead. */
async function serves(running: Started, port: number): Promise<boolean> {
  let over = false;
  void running.ended().then(() => over = true);
  await until(async () => over || await answersAt(port));
  return !over;
}

async function answersAt(port: number): Promise<boolean> {
  const query = putQuery({ name: "ready.test", type: "A" }, 1);
  try {
    await askByTcp(server("tcp", "127.0.0.1", port), query, { timeout: 1, signal: new AbortController().signal });
    return true;
  } catch (cause) {
    if (cause instanceof ResolveError) return false;
    throw cause;
  }
}
