/** An executable that was just made is run once: a build that succeeded may still have made something else. @module */

import { readText } from "./files.ts";
import { capture } from "./run.ts";

/** The project's version, as deno.json says it. */
export function projectVersion(): string {
  return JSON.parse(readText("deno.json")).version;
}

/**
 * Runs the executable with `--version` and returns the line it prints.
 *
 * Throws unless that is our name and version, and takes the executable away: nobody shall run what is not ours.
 */
export async function checkProduct(path: string, emulator: string[] = []): Promise<string> {
  const { code, output } = await capture([...emulator, path, "--version"], { limit: 20_000 });
  const [line = ""] = output.trim().split("\n");
  const wanted = `umbra ${projectVersion()}`;
  if (code === 0 && (line === wanted || line.startsWith(`${wanted} `))) return line;
  await Deno.remove(path);
  throw new Error(`${path} is not our program: --version gave "${line}" and code ${code}, expected "${wanted}"`);
}
