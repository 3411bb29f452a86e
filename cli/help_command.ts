/** `umbra help` and `umbra version`. @module */

import { isFamilyName } from "./families/names.ts";
import {
  CONFIG_HELP,
  DNS_HELP,
  HELP,
  KEYGEN_HELP,
  LOCAL_HELP,
  METHODS_HELP,
  SERVER_HELP,
  TUNNEL_HELP,
  URL_HELP,
  WHY_HELP,
} from "./help.ts";
import type { Program } from "./program.ts";
import { VERSION_LINE } from "./version.ts";

/** The help of commands by name; of any other word, that of the program. */
const TOPICS: ReadonlyMap<string, string> = new Map([
  ["server", SERVER_HELP],
  ["local", LOCAL_HELP],
  ["tunnel", TUNNEL_HELP],
  ["dns", DNS_HELP],
  ["keygen", KEYGEN_HELP],
  ["methods", METHODS_HELP],
  ["why", WHY_HELP],
  ["config", CONFIG_HELP],
  ["url", URL_HELP],
]);

/** `umbra help`, `umbra help COMMAND`. */
export async function help([topic = ""]: readonly string[], program: Program): Promise<number> {
  if (isFamilyName(topic)) {
    const { runFamilyName } = await import("./families/dispatch.ts");
    return await runFamilyName(topic, ["--help"], program);
  }
  program.host.print(TOPICS.get(topic) ?? HELP);
  return 0;
}

/** `umbra version`. */
export function version(_: readonly string[], { host }: Program): Promise<number> {
  host.print(VERSION_LINE);
  return Promise.resolve(0);
}
