/** What the flags of a family say: keys of its config files, and deeds of the command. @module */

import { readPlace } from "../../config/address.ts";
import type { Deed, FamilyFlag } from "./flag.ts";
import type { GivenFlag } from "./getopt.ts";
import { UsageError } from "../flags.ts";

/** What a command line of a family says. */
export interface FamilyGiven {
  /** What stands for a config file, with the keys that the family's files have. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the command is to do, with the last value given for it. */
  readonly deeds: ReadonlyMap<Deed, string>;
  /** How much louder the log is to be: below 0 quieter. */
  readonly loudness: number;
  /** One sentence for each flag that is accepted and not used. */
  readonly unused: readonly string[];
  /** The flag that said each key, as it was typed. */
  readonly flagOf: ReadonlyMap<string, string>;
}

/**
 * What the flags say together; a later one counts before an earlier.
 *
 * @throws {UsageError} for a flag that is refused.
 */
export function readGiven(flags: readonly GivenFlag[]): FamilyGiven {
  const settings: Record<string, unknown> = {};
  const deeds = new Map<Deed, string>();
  const unused: string[] = [];
  const flagOf = new Map<string, string>();
  let loudness = 0;
  for (const given of flags) {
    const { means } = given.flag;
    if ("refused" in means) throw refusal(given, means.refused);
    if ("unused" in means) unused.push(`${given.name} ${means.unused}`);
    else if ("set" in means || "key" in means) {
      const said = "set" in means ? means.set : valueOf(given, means, settings);
      Object.assign(settings, said);
      for (const key of Object.keys(said)) flagOf.set(key, given.name);
    } else if (means.does === "louder") loudness++;
    else if (means.does === "quieter") loudness--;
    else deeds.set(means.does, given.value);
  }
  return { settings, deeds, loudness, unused, flagOf };
}

/** The keys that a flag with a value sets. */
function valueOf(
  { value }: GivenFlag,
  { key, as = "text", port }: Extract<FamilyFlag["means"], { key: string }>,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (as === "number") return { [key]: /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value };
  if (as === "list") return { [key]: value === "" ? [] : value.split(",") };
  if (as === "each") return { [key]: [...listOf(before[key]), value] };
  const place = as === "endpoint" && port !== undefined ? readPlace(value) : null;
  if (place === null || port === undefined) return { [key]: value };
  return { [key]: place.host, ...(place.port !== undefined && { [port]: place.port }) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function refusal({ name }: GivenFlag, reason: string): UsageError {
  return new UsageError(`Cannot start with ${name}: ${reason}`);
}
