/**
 * Command lines as `getopt` reads them: glued values (`-t10`), clusters (`-uv`), `--opt VALUE` and `--opt=VALUE`. Values
 * are never shown: each may be a key.
 *
 * @module
 */

import { quoted } from "../../config/wrong.ts";
import { UsageError } from "../flags.ts";
import { type FamilyFlag, namesOf } from "./flag.ts";

/** In what the readers of the families differ. */
export interface Habits {
  /** Whether a long name may be cut short as long as one flag alone begins so. */
  readonly abbreviates: boolean;
  /** Whether flags are looked for behind other words too. */
  readonly permutes: boolean;
  /** Whether `-k=VALUE` has the value behind the sign. */
  readonly dropsEquals: boolean;
}

/** One flag as it was given. */
export interface GivenFlag {
  /** Which. */
  readonly flag: FamilyFlag;
  /** The name under which. */
  readonly name: string;
  /** Its value; an empty text for a flag that takes none. */
  readonly value: string;
}

/** A command line, taken apart. */
export interface Words {
  /** The flags in their order. */
  readonly flags: readonly GivenFlag[];
  /** The other words. */
  readonly rest: readonly string[];
}

/** What reading one word gives: flags, and whether the next word was the value of the last of them. */
interface Read {
  readonly flags: readonly GivenFlag[];
  readonly tookNext: boolean;
}

/**
 * Takes a command line apart.
 *
 * @throws {UsageError} for a flag that is not known, or a value that is missing or too much.
 */
export function getopt(argv: readonly string[], flags: readonly FamilyFlag[], habits: Habits): Words {
  const given: GivenFlag[] = [];
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--") return { flags: given, rest: [...rest, ...argv.slice(i + 1)] };
    if (!/^-./s.test(word)) {
      if (!habits.permutes) return { flags: given, rest: [...rest, ...argv.slice(i)] };
      rest.push(word);
      continue;
    }
    const read = word.startsWith("--") ? readLong : readCluster;
    const { flags: found, tookNext } = read(word, argv[i + 1], flags, habits);
    given.push(...found);
    if (tookNext) i++;
  }
  return { flags: given, rest };
}

/** `--name`, `--name VALUE`, `--name=VALUE`. */
function readLong(word: string, next: string | undefined, flags: readonly FamilyFlag[], habits: Habits): Read {
  const [, written = word, behind] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const [flag, name] = findLong(written, flags, habits);
  if (flag.value === undefined) {
    if (behind !== undefined) throw wrong(`${name} takes no value`);
    return { flags: [{ flag, name, value: "" }], tookNext: false };
  }
  const value = behind ?? next;
  if (value === undefined) throw wrong(`${name} needs a value`);
  return { flags: [{ flag, name, value }], tookNext: behind === undefined };
}

/** The flag of a long name, whole or cut short where that is understood. */
function findLong(written: string, flags: readonly FamilyFlag[], habits: Habits): [FamilyFlag, string] {
  const named = flags.flatMap((flag) => namesOf(flag).map((name): [FamilyFlag, string] => [flag, name]));
  const whole = named.find(([, name]) => name === written);
  if (whole) return whole;
  const begun = habits.abbreviates && written.length > 2 ? named.filter(([, name]) => name.startsWith(written)) : [];
  const [only] = begun;
  if (only === undefined) throw unknown(written);
  if (begun.some(([flag]) => flag !== only[0])) {
    throw wrong(`${quoted(written)} may be ${begun.map(([, name]) => name).join(" or ")}`);
  }
  return only;
}

/** `-v`, `-vv`, `-uv`, `-t10`, `-t 10`. */
function readCluster(word: string, next: string | undefined, flags: readonly FamilyFlag[], habits: Habits): Read {
  const found: GivenFlag[] = [];
  for (let i = 1; i < word.length; i++) {
    const name = `-${word[i]}`;
    const flag = flags.find((candidate) => namesOf(candidate).includes(name));
    if (flag === undefined) throw unknown(name);
    if (flag.value === undefined) {
      found.push({ flag, name, value: "" });
      continue;
    }
    const glued = word.slice(i + 1);
    const value = glued === "" ? next : habits.dropsEquals ? glued.replace(/^=/, "") : glued;
    if (value === undefined) throw wrong(`${name} needs a value`);
    return { flags: [...found, { flag, name, value }], tookNext: glued === "" };
  }
  return { flags: found, tookNext: false };
}

/** A flag that is not known. What stands in its place may be a key that begins with a hyphen: only its form is shown. */
export class UnknownFlagError extends UsageError {
  /** The flag, with its hyphens. */
  readonly flag: string;

  constructor(flag: string) {
    super(`Cannot read the command line: ${quoted(flag)} is not a known flag`);
    this.flag = flag;
  }
}

function unknown(flag: string): UnknownFlagError {
  return new UnknownFlagError(flag);
}

function wrong(reason: string): UsageError {
  return new UsageError(`Cannot read the command line: ${reason}`);
}
