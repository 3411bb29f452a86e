/**
 * Installs other people's programs that the tests run against, where they are missing: `peers.ts [rust] [libcrypto]`.
 *
 * Debian's packages, the original program in Python and the one for Node; with `rust` also the one in Rust, which takes
 * minutes to build; with `libcrypto` one that is newer than many systems'.
 *
 * @module
 */

import { exists } from "./files.ts";
import { installLibcrypto } from "./libcrypto_peer.ts";
import { installNode } from "./node_peer.ts";
import { installPython } from "./python_peer.ts";
import { capture, script } from "./run.ts";
import { buildRust } from "./rust_peer.ts";

/** One program: the file that shows it is there, the package that brings it. */
interface Peer {
  file: string;
  package: string;
  /** Whether the tests cannot do without it. */
  needed: boolean;
}

const PEERS: Peer[] = [
  { file: "/usr/bin/ss-server", package: "shadowsocks-libev", needed: true },
  { file: "/usr/bin/curl", package: "curl", needed: true },
  { file: "/usr/sbin/ip", package: "iproute2", needed: true },
  { file: "/usr/sbin/dnsmasq", package: "dnsmasq-base", needed: true },
  { file: "/usr/sbin/unbound", package: "unbound", needed: true },
  { file: "/usr/bin/iperf3", package: "iperf3", needed: true },
  { file: "/usr/bin/wrk", package: "wrk", needed: false },
  { file: "/usr/bin/qemu-aarch64-static", package: "qemu-user-static", needed: false },
  { file: "/usr/aarch64-linux-gnu", package: "libc6-arm64-cross", needed: false },
];

/** While this file says 101, Debian's packages start no service when they are installed. */
const POLICY = "/usr/sbin/policy-rc.d";

/** Installs what is missing. Throws when a needed program cannot be had, and says so when another cannot. */
export async function installPeers(): Promise<void> {
  await installPackages();
  await installPython();
  await installNode();
}

/** Installs Debian's packages. */
async function installPackages(): Promise<void> {
  const missing = PEERS.filter((peer) => !exists(peer.file));
  if (missing.length === 0) return;
  await capture(["apt-get", "update", "-qq"]);
  await withoutServices(async () => {
    for (const peer of missing) await install(peer);
  });
}

/** Installs one package. */
async function install(peer: Peer): Promise<void> {
  const command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", peer.package];
  const { output } = await capture(command, { env: { DEBIAN_FRONTEND: "noninteractive" } });
  if (exists(peer.file)) return console.log(`installed ${peer.package}`);
  const message = `Cannot install ${peer.package}: ${peer.file} is not there\n${output.trimEnd()}`;
  if (peer.needed) throw new Error(message);
  console.log(message);
}

/** Does the work while no service may start: a server that nobody asked for would take a port. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  const ours = !exists(POLICY);
  if (ours) await Deno.writeTextFile(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await work();
  } finally {
    if (ours) await Deno.remove(POLICY);
  }
  if (exists("/run/systemd/system")) await capture(["systemctl", "disable", "--now", "shadowsocks-libev", "unbound"]);
}

/** Installs what the command line asks for. */
async function main(args: string[]): Promise<number> {
  const unknown = args.find((word) => word !== "rust" && word !== "libcrypto");
  if (unknown !== undefined) throw new Error(`Cannot install "${unknown}": expected rust, libcrypto or nothing`);
  await installPeers();
  if (args.includes("rust")) await buildRust();
  if (args.includes("libcrypto")) await installLibcrypto();
  return 0;
}

if (import.meta.main) await script(() => main(Deno.args));
