/** Whose words a command line is made of: `ssserver` and `sslocal` are names of two programs. @module */

import { readPlace } from "../../config/address.ts";
import { checkChoice } from "../../config/check.ts";
import { type Dialect, DIALECTS } from "../../config/dialect.ts";
import { UsageError } from "../flags.ts";
import { type FamilyFlag, type FamilyRole, flagsOf, namesOf } from "./flag.ts";
import { getopt, type GivenFlag, UnknownFlagError } from "./getopt.ts";
import { FAMILIES } from "./family.ts";

/** Takes `--dialect NAME` out of the words, wherever it stands. */
export function takeDialect(argv: readonly string[]): { forced: Dialect | undefined; words: string[] } {
  const at = argv.findIndex((word) => word === "--dialect" || word.startsWith("--dialect="));
  const found = argv[at];
  if (found === undefined) return { forced: undefined, words: [...argv] };
  const isGlued = found.startsWith("--dialect=");
  const value = isGlued ? found.slice("--dialect=".length) : argv[at + 1];
  const forced = checkChoice(value, { source: "the command line", key: "--dialect" }, DIALECTS);
  return { forced, words: [...argv.slice(0, at), ...argv.slice(at + (isGlued ? 1 : 2))] };
}

/**
 * Whose words these are: the Python program's, unless an address has its port beside it or a flag is one that only
 * shadowsocks-rust has.
 */
export function dialectOf(words: readonly string[], role: FamilyRole): "python" | "rust" {
  const rust = flagsOf(FAMILIES.rust.flags, role);
  try {
    const { flags } = getopt(
      words,
      ambiguousApart(flagsOf(FAMILIES.python.flags, role), words),
      FAMILIES.python.habits,
    );
    return flags.some(hasEndpoint) ? "rust" : "python";
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    if (cause instanceof UnknownFlagError) return isFlagOf(rust, cause.flag) ? "rust" : "python";
    return "python";
  }
}

/** `-s` or `-b` with a port beside the address. */
function hasEndpoint({ name, value }: GivenFlag): boolean {
  return ["-s", "-b"].includes(name) && readPlace(value)?.port !== undefined;
}

/** `-d` with no command behind it, and `-a` with a user, are what only shadowsocks-rust has. */
function ambiguousApart(flags: readonly FamilyFlag[], words: readonly string[]): FamilyFlag[] {
  const follows = (name: string) => words[words.indexOf(name) + 1];
  const isRusts = (name: string) => {
    if (!words.includes(name)) return false;
    if (name === "-d") return !["start", "stop", "restart"].includes(follows(name) ?? "");
    return name === "-a" && /^[^-]/.test(follows(name) ?? "");
  };
  return flags.filter((flag) => !namesOf(flag).some(isRusts));
}

function isFlagOf(flags: readonly FamilyFlag[], name: string): boolean {
  return flags.some((flag) => namesOf(flag).includes(name));
}
