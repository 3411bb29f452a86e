/** Who is measured, and how each is started. @module */

import { findLibev, findRust } from "../../tests/interop/peers.ts";
import { newerLibcrypto } from "../newer_libcrypto.ts";
import { BUN, capture, DENO } from "../run.ts";
import { startFlags } from "../start_flags.ts";
import type { ServerName } from "./series.ts";
import type { Tools } from "./tools.ts";

/** The key of every server: 32 bytes in Base64, which the other methods take as a password. */
export const PASSWORD = btoa("a key of 32 bytes, for measuring");

/** Where a server listens, what it serves, and where it forwards to if it only relays. */
export interface Place {
  readonly port: number;
  readonly method: string;
  readonly target: number;
}

/** One way to run a server. */
export interface Server {
  readonly name: ServerName;
  /** Whether it forwards plain bytes to one target: the load then needs no client in front of it. */
  readonly plain: boolean;
  serves(method: string): boolean;
  command(place: Place): readonly string[];
}

const is2022 = (method: string) => method.startsWith("2022-");
const hasAes = (method: string) => method.includes("aes");
const every = () => true;

/** The servers that can be had here; the others are named. */
export async function findServers(tools: Tools | null): Promise<Server[]> {
  const [libev, rust, bun] = [findLibev(), findRust(), await bunItself()];
  const peers = [
    ...libev.present ? [peer("libev", [...libev.server, "-u"], (method) => !is2022(method))] : [],
    ...rust.present ? [peer("rust", [...rust.server, "-U"], is2022)] : [],
  ];
  const floor = tools === null ? [] : [relay("floor", [tools.relay])];
  return [
    ours("deno", onDeno(), every),
    ...peers,
    ours("bun", [bun, "run"], every),
    ...withNewerLibcrypto(bun),
    ours("deno-no-ffi", withoutFfi(), every),
    ours("bun-node", [bun, "run"], hasAes, ["--crypto", "node"]),
    relay("deno-plain", [...DENO, "run", "--allow-net", "scripts/bench/deno_relay.ts"]),
    relay("bun-plain", [bun, "run", "scripts/bench/bun_relay.ts"]),
    ...floor,
  ];
}

function ours(
  name: ServerName,
  start: readonly string[],
  serves: Server["serves"],
  flags: readonly string[] = [],
): Server {
  const program = [...start, "main.ts", "server", "--allow-private", "--quiet", "--no-qr", ...flags];
  return { name, plain: false, serves, command: (place) => [...program, ...wordsOf(place)] };
}

/** Ours by another libcrypto than the system's, where one is installed: what is new in it is AES. */
function withNewerLibcrypto(bun: string): Server[] {
  const path = newerLibcrypto();
  if (path === null) {
    console.log("NOT RUN: ours by a newer libcrypto: deno task peers libcrypto installs one");
    return [];
  }
  const flags = ["--crypto", path];
  return [
    ours("deno-libcrypto", onDeno(), hasAes, flags),
    ours("bun-libcrypto", [bun, "run"], hasAes, flags),
  ];
}

function peer(name: ServerName, program: readonly string[], serves: Server["serves"]): Server {
  const command = ({ port, method }: Place) => {
    if (name === "libev") return [...program, ...wordsOf({ port, method })];
    return [...program, "-s", `127.0.0.1:${port}`, "-k", PASSWORD, "-m", method];
  };
  return { name, plain: false, serves, command };
}

function relay(name: ServerName, program: readonly string[]): Server {
  return { name, plain: true, serves: every, command: ({ port, target }) => [...program, `${port}`, `${target}`] };
}

function wordsOf({ port, method }: Pick<Place, "port" | "method">): string[] {
  return ["-s", "127.0.0.1", "-p", `${port}`, "-k", PASSWORD, "-m", method];
}

/** The words that start the program on Deno, as the task `start` does. */
function onDeno(): string[] {
  return [...DENO, "run", ...startFlags()];
}

/** The same without leave for native code. */
function withoutFfi(): string[] {
  return onDeno().filter((word) => word !== "--allow-ffi");
}

/** Bun's own path: what npx starts is not what is to be measured. */
async function bunItself(): Promise<string> {
  const { code, output } = await capture([...BUN, "-e", "console.log(process.execPath)"]);
  const path = /^\/.*$/m.exec(output)?.[0];
  if (code !== 0 || path === undefined) throw new Error(`Cannot find Bun: ${output.trimEnd()}`);
  return path;
}

/** The client at the other end: a tunnel from its port through a server to the target. */
export function tunnelCommand(server: Place): (port: number) => readonly string[] {
  const { port: serverPort, method, target } = server;
  const keys = ["-k", PASSWORD, "-m", method];
  if (!is2022(method)) {
    const ends = ["-s", "127.0.0.1", "-p", `${serverPort}`, "-b", "127.0.0.1", "-L", `127.0.0.1:${target}`];
    return (port) => ["ss-tunnel", ...ends, "-l", `${port}`, ...keys];
  }
  const program = [...findRust().local, "--protocol", "tunnel"];
  const ends = ["-s", `127.0.0.1:${serverPort}`, "-f", `127.0.0.1:${target}`];
  return (port) => [...program, "-b", `127.0.0.1:${port}`, ...ends, ...keys];
}
