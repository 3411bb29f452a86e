/** The program in Rust, which takes minutes to build: only when that is asked for. @module */

import { exists } from "./files.ts";
import { peerFolder } from "./peer_folder.ts";
import { run } from "./run.ts";

const VERSION = "1.25.0";
const FEATURES = ["stream-cipher", "aead-cipher-extra", "aead-cipher-2022-extra"];

/** Builds it where it is missing. Throws when it cannot be built. */
export async function buildRust(): Promise<void> {
  const folder = `${peerFolder()}/rust`;
  if (exists(`${folder}/bin/ssserver`)) return;
  const features = ["--features", FEATURES.join(",")];
  const command = ["cargo", "install", "shadowsocks-rust", "--version", VERSION, "--locked", "--root", folder];
  const code = await run([...command, ...features]);
  if (code !== 0) throw new Error(`Cannot build shadowsocks-rust: cargo ended with ${code}`);
  console.log(`built shadowsocks-rust in ${folder}`);
}
