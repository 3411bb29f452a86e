/** `umbra url`: links from configs, and configs from links. @module */

import { answered } from "./answer.ts";
import { readFlags, UsageError } from "./flags.ts";
import { URL_HELP } from "./help.ts";
import { URL_OPTIONS } from "./options.ts";
import type { Command, Program } from "./program.ts";
import { urlDecode } from "./url_decode.ts";
import { urlEncode, urlQr } from "./url_encode.ts";

/** What it can do, each by its own words. */
const ACTIONS: ReadonlyMap<string, Command> = new Map([
  ["encode", urlEncode],
  ["decode", urlDecode],
  ["qr", urlQr],
]);

/** Runs the action that the first word names. Other words are not shown: a link holds a key. */
export async function url(argv: readonly string[], program: Program): Promise<number> {
  const [word = "", ...rest] = argv;
  const action = ACTIONS.get(word);
  if (action) return await action(rest, program);
  if (answered(readFlags(argv, URL_OPTIONS), URL_HELP, program.host)) return 0;
  throw new UsageError("Cannot read the command line: umbra url takes encode, decode or qr first");
}
