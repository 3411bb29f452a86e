/** `ssservice` of shadowsocks-rust: its server and client, and keys. @module */

import { keygen } from "../keygen.ts";
import type { Program } from "../program.ts";
import { FAMILY_VERSION_LINE } from "../version.ts";
import { notInThisVersion } from "./dispatch.ts";
import { FAMILIES } from "./family.ts";
import { getopt } from "./getopt.ts";
import type { FamilyFlag } from "./flag.ts";
import { runFamily } from "./run_family.ts";
import { UsageError } from "../flags.ts";

const USAGE = `usage: ssservice COMMAND [OPTION]...

  server     serve as a Shadowsocks server, as shadowsocks-rust's ssserver
  local      serve SOCKS5, tunnels or DNS, as shadowsocks-rust's sslocal
  genkey     make a key: ssservice genkey -m METHOD
  manager    not in this version

Exit codes: 0 a clean end; ${FAMILIES.rust.exits.usage} a wrong command line.
`;

/** The flags of `ssservice genkey`. */
const GENKEY_FLAGS: readonly FamilyFlag[] = [
  { names: "-m --encrypt-method", value: "METHOD", says: "the method", means: { key: "method" } },
  { names: "-h --help", says: "this text", means: { does: "help" } },
];

/** Runs what the next word names. */
export async function ssservice([word = "", ...rest]: readonly string[], program: Program): Promise<number> {
  const name = `ssservice ${word}`;
  if (word === "server" || word === "local") {
    return await runFamily({ name, role: word, dialect: "rust" }, rest, program);
  }
  if (word === "manager") return notInThisVersion(name, program);
  if (word === "genkey") return await genkey(rest, program);
  if (["-V", "--version"].includes(word)) program.host.print(FAMILY_VERSION_LINE);
  else if (["", "help", "-h", "--help"].includes(word)) program.host.print(USAGE);
  else throw new UsageError("Cannot run ssservice: expected server, local or genkey behind it");
  return word === "" ? FAMILIES.rust.exits.usage : 0;
}

/** Prints a key for a method, which must be named. */
async function genkey(argv: readonly string[], program: Program): Promise<number> {
  const { flags } = getopt(argv, GENKEY_FLAGS, FAMILIES.rust.habits);
  const method = flags.findLast(({ flag }) => "key" in flag.means)?.value;
  if (flags.some(({ flag }) => "does" in flag.means)) {
    program.host.print("usage: ssservice genkey -m METHOD\n\nPrints a new key for the method.\n");
    return 0;
  }
  if (method === undefined) throw new UsageError("Cannot make a key: expected -m METHOD");
  return await keygen([method], program);
}
