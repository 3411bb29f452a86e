/** The program for Node, which serves IDEA: Node brings a libcrypto that has it, and Debian's has not. @module */

import { exists } from "./files.ts";
import { peerFolder } from "./peer_folder.ts";
import { capture } from "./run.ts";

const PACKAGE = "shadowsocks@1.5.3";

/** Installs it where it is missing. Throws when it cannot be had. */
export async function installNode(): Promise<void> {
  const folder = `${peerFolder()}/node`;
  if (exists(`${folder}/node_modules/shadowsocks/bin/ssserver`)) return;
  await Deno.mkdir(folder, { recursive: true });
  const npm = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
  const { code, output } = await capture([...npm, PACKAGE], { cwd: folder });
  if (code !== 0) throw new Error(`Cannot install shadowsocks from npm:\n${output.trimEnd()}`);
  console.log(`installed shadowsocks of Node in ${folder}`);
}
