/** How a command of another family says that it cannot run, and with which exit code. @module */

import { ConfigError } from "../../config/types.ts";
import { ProviderError } from "../../crypto/providers/types.ts";
import { HostError } from "../../net/errors.ts";
import { StartError } from "../../service/types.ts";
import { UsageError } from "../flags.ts";
import { FamilyError } from "./checks.ts";
import { type ExitCodes, FAMILIES } from "./family.ts";
import { FORMS, MESSAGE } from "./lines.ts";
import type { FamilyRun } from "./run_family.ts";
import { usageOf } from "./usage.ts";

/** Says what went wrong, with the usage where that helps; a mistake of ours is thrown on. */
export function failureCode(error: unknown, run: FamilyRun): number {
  const { name, role, dialect, log, program: { host } } = run;
  const exit = exitOf(error);
  if (exit === null || !(error instanceof Error)) throw error;
  log.event("error", MESSAGE, { message: error.message });
  // Whoever typed the command waits for an answer.
  if (log.isElsewhere) host.printError(FORMS[dialect].lines(new Date(), "error", MESSAGE, { message: error.message }));
  if (exit === "missing" || error instanceof UsageError) host.print(usageOf(name, role, dialect));
  return FAMILIES[dialect].exits[exit];
}

/** Which exit code says it; null for a mistake of ours. */
function exitOf(error: unknown): keyof ExitCodes | null {
  if (error instanceof FamilyError) return error.exit;
  if (error instanceof UsageError) return "usage";
  if (error instanceof ConfigError) return "config";
  return [StartError, HostError, ProviderError].some((kind) => error instanceof kind) ? "start" : null;
}
