/** `ssurl` of shadowsocks-rust: links from configs, and configs from links. @module */

import { UsageError } from "../flags.ts";
import type { Program } from "../program.ts";
import { urlDecode } from "../url_decode.ts";
import { urlEncode } from "../url_encode.ts";
import { FAMILY_VERSION_LINE } from "../version.ts";
import { FAMILIES } from "./family.ts";
import { type FamilyFlag, namesOf } from "./flag.ts";
import { getopt } from "./getopt.ts";

const USAGE = `usage: ssurl [OPTION]...

  -e, --encode FILE           print the links of a config file's servers
  -d, --decode LINK           print what a link says as a config file
  -c, --qrcode                with -e or -d, a QR code too
  -o, --outline LINK          not in this version
  -V, --version               the version
  -h, --help                  this text

Exit codes: 0 a clean end; ${FAMILIES.rust.exits.usage} a wrong command line or config.
`;

/** The flags, whose usage stands above. */
export const SSURL_FLAGS: readonly FamilyFlag[] = [
  { names: "-e --encode", value: "FILE", says: "", means: { key: "encode" } },
  { names: "-d --decode", value: "LINK", says: "", means: { key: "decode" } },
  { names: "-c --qrcode", says: "", means: { set: { qrcode: true } } },
  { names: "-o --outline", value: "LINK", says: "", means: { refused: "is not in this version" } },
  { names: "-V --version", says: "", means: { does: "version" } },
  { names: "-h --help", says: "", means: { does: "help" } },
];

/** Encodes a file, or decodes a link. */
export async function ssurl(argv: readonly string[], program: Program): Promise<number> {
  const { flags } = getopt(argv, SSURL_FLAGS, FAMILIES.rust.habits);
  const value = (name: string) => flags.findLast(({ flag }) => namesOf(flag).includes(name))?.value;
  if (value("--help") !== undefined || argv.length === 0) return print(USAGE, program, argv.length === 0);
  if (value("--version") !== undefined) return print(FAMILY_VERSION_LINE, program);
  if (value("--outline") !== undefined) throw new UsageError("Cannot start with --outline: it is not in this version");
  const file = value("--encode");
  const link = value("--decode");
  if ((file === undefined) === (link === undefined)) {
    throw new UsageError("Cannot run ssurl: expected --encode or --decode");
  }
  const words = file === undefined ? ["--", link ?? ""] : ["--dialect", "rust", "--", file];
  const code = file === undefined ? await urlDecode(words, program) : await urlEncode(words, program);
  if (value("--qrcode") === undefined) return code;
  const { urlQr } = await import("../url_qr.ts");
  return await urlQr(words, program);
}

function print(text: string, { host }: Program, isMissing = false): number {
  host.print(text);
  return isMissing ? FAMILIES.rust.exits.usage : 0;
}
