/** Commands of two words: `umbra url encode`. @module */

import { answered } from "./answer.ts";
import { readFlags, UsageError } from "./flags.ts";
import type { Option } from "./options.ts";
import type { Command, Program } from "./program.ts";

/** A first word, and what may come second. */
export interface Actions {
  /** The first word. */
  readonly name: string;
  /** What each second word does, loaded when it is asked for. */
  readonly load: ReadonlyMap<string, () => Promise<Command>>;
  /** The flags of all of them. */
  readonly options: readonly Option[];
  /** What `--help` prints. */
  readonly help: string;
}

/** Runs the action that the first of the words names. Words are not shown: one may be a link, which holds a key. */
export async function runAction(argv: readonly string[], actions: Actions, program: Program): Promise<number> {
  const [word = "", ...rest] = argv;
  const load = actions.load.get(word);
  const given = readFlags(load === undefined ? argv : rest, actions.options);
  if (answered(given, actions.help, program.host)) return 0;
  if (load !== undefined) return await (await load())(rest, program);
  const words = [...actions.load.keys()].join(", ").replace(/, (\w+)$/, " or $1");
  throw new UsageError(`Cannot read the command line: umbra ${actions.name} takes ${words} first`);
}
