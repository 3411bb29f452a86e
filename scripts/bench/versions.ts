/** The lines of the page that say what was measured, and on what. @module */

import { findLibev, findRust, type Peer } from "../../tests/interop/peers.ts";
import { versionOf as libcryptoVersion } from "../../crypto/providers/libcrypto_files.ts";
import { newerLibcrypto } from "../newer_libcrypto.ts";
import { libcrypto, processor, runtimes } from "../machine.ts";
import { capture } from "../run.ts";
import type { Timing } from "./turns.ts";

/** The machine, the versions and the timing, as a list in Markdown. */
export async function conditions({ warmUp, rounds, seconds }: Timing): Promise<string> {
  const lines = [
    `${processor()}; ${navigator.hardwareConcurrency} cores`,
    `Linux ${Deno.osRelease()}, ${await runtimes()}, ${await libcrypto()}${newer()}`,
    `${await versionOf(findLibev(), "-h")}, ${await versionOf(findRust(), "--version")}`,
    `${warmUp} seconds of warm-up, ${rounds} rounds of ${seconds} seconds, the servers in turn`,
  ];
  return lines.map((line) => `- ${line}`).join("\n");
}

/** The libcrypto that is measured beside the system's, where there is one. */
function newer(): string {
  const path = newerLibcrypto();
  const version = path === null ? null : libcryptoVersion(path);
  return version === null ? "" : `, the newer one: ${Math.floor(version / 1000)}.${version % 1000}`;
}

/** A program's name and version, as it says them itself. */
async function versionOf({ title, server, present }: Peer, option: string): Promise<string> {
  if (!present) return `${title} was not there`;
  const { output } = await capture([...server, option]);
  return `${title} ${/\d+\.\d+\.\d+/.exec(output)?.[0] ?? "of unknown version"}`;
}
