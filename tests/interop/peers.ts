/** Other people's programs: where they are, and what is said when they are not. @module */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { env } from "node:process";
import { peerFolder } from "../../scripts/peer_folder.ts";

/** A program with a client and a server. */
export interface Peer {
  /** Named in tests. */
  readonly title: string;
  /** The words that start its client, without options. */
  readonly local: readonly string[];
  /** The words that start its server, without options. */
  readonly server: readonly string[];
  /** Variables that it needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it is here. */
  readonly present: boolean;
}

/** How a peer is looked for. */
interface Wanted extends Omit<Peer, "present"> {
  /** The option that makes its server say who it is, and serve nothing. */
  readonly ask: string;
  /** What it then says, which no other program of its name does. */
  readonly answer: RegExp;
  /** Whether CI installs it, so that its absence there is a failure. */
  readonly inCi: boolean;
}

/** Looks for a peer, and says so when it is not there. */
function find({ ask, answer, inCi, ...peer }: Wanted): Peer {
  const [program = "", ...args] = peer.server;
  const options = { encoding: "utf8", env: { ...env, ...peer.env }, timeout: 10_000 } as const;
  const { stdout, stderr } = spawnSync(program, [...args, ask], options);
  const present = answer.test(`${stdout}\n${stderr}`);
  const message = `NOT RUN: ${peer.title} is not here: deno task peers${inCi ? "" : " rust"} installs it`;
  if (!present && inCi && env.CI === "true") throw new Error(message);
  if (!present) console.error(message);
  return { ...peer, present };
}

/** shadowsocks-rust, where it was built or stands on the path. */
export function findRust(): Peer {
  const folder = `${peerFolder()}/rust/bin/`;
  const place = existsSync(`${folder}ssserver`) ? folder : "";
  return find({
    title: "shadowsocks-rust",
    local: [`${place}sslocal`],
    server: [`${place}ssserver`],
    env: {},
    ask: "--version",
    answer: /^shadowsocks 1\.\d+/m,
    inCi: false,
  });
}

/** The original program, in Python. */
export function findPython(): Peer {
  return find({
    title: "the Python program",
    local: ["python3", "-m", "shadowsocks.local"],
    server: ["python3", "-m", "shadowsocks.server"],
    env: { PYTHONPATH: `${peerFolder()}/python` },
    ask: "--version",
    answer: /^Shadowsocks/m,
    inCi: true,
  });
}

/** shadowsocks-libev, as Debian packs it. */
export function findLibev(): Peer {
  return find({
    title: "shadowsocks-libev",
    local: ["ss-local"],
    server: ["ss-server"],
    env: {},
    ask: "-h",
    answer: /^shadowsocks-libev/m,
    inCi: true,
  });
}

/** The program for Node. */
export function findNode(): Peer {
  const folder = `${peerFolder()}/node/node_modules/shadowsocks/bin/`;
  const node = ["node", "--openssl-legacy-provider"];
  return find({
    title: "the program for Node",
    local: [...node, `${folder}sslocal`],
    server: [...node, `${folder}ssserver`],
    env: {},
    ask: "-h",
    answer: /usage: ssserver/,
    inCi: true,
  });
}
