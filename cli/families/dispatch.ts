/** The commands of other families, by their names. @module */

import type { Program } from "../program.ts";
import { isAbsent, servingCommand } from "./names.ts";
import { runFamily } from "./run_family.ts";

/** Runs the command of that name, which is one of another family. */
export async function runFamilyName(name: string, argv: readonly string[], program: Program): Promise<number> {
  if (isAbsent(name)) return notInThisVersion(name, program);
  const command = servingCommand(name);
  if (command !== null) return await runFamily(command, argv, program);
  if (name === "ssurl") return await (await import("./ssurl.ts")).ssurl(argv, program);
  return await (await import("./ssservice.ts")).ssservice(argv, program);
}

/** The answer of a command that there is not. */
export function notInThisVersion(name: string, { host }: Program): number {
  host.printError(`${name}: not in this version\n`);
  return 1;
}
