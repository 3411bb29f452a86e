/**
 * The background. Neither runtime can fork: the program that was typed starts itself again, in a session of its own, hands
 * on what that one says, and ends when it serves or with its exit code. Whoever typed it so sees why it did not start.
 *
 * @module
 */

import type { Background, Host, Processes } from "../net/types.ts";
import { after } from "../net/timers.ts";
import { StartError } from "../service/types.ts";
import { answerOf } from "./secret.ts";

/** The variable that tells the second program that it is the second, and holds its secret way to say that it serves. */
const VARIABLE = "UMBRA_BACKGROUND";

/** What the second program prints once it serves: a byte that no text of ours has (EOT). */
const SERVES = "\x04";

/** Seconds that the second program gets until it serves. */
const START_LIMIT = 30;

/** Whether this is the second program. */
export function inBackground(host: Host): boolean {
  return host.env(VARIABLE) === "1";
}

/**
 * Starts the same command line in the background: 0 once it serves, else its exit code.
 *
 * @param host one that asks once, where somebody may have been asked: the second program has no terminal
 * @throws {StartError} when it does not serve in time.
 */
export async function goToBackground(host: Host): Promise<number> {
  const child = (await host.processes()).startAgain({ [VARIABLE]: "1", ...await answerOf(host) });
  const limit = Promise.withResolvers<"late">();
  const timer = after(START_LIMIT, () => limit.resolve("late"));
  try {
    const outcome = await Promise.race([untilItServes(child, host), limit.promise]);
    if (outcome !== "late") return outcome;
    child.kill();
    throw new StartError(`Cannot start in the background: nothing is served after ${START_LIMIT} seconds`);
  } finally {
    timer.cancel();
  }
}

/** Hands on what it prints, until it serves (0) or has ended (its code). */
async function untilItServes(child: Background, host: Host): Promise<number> {
  const serving = Promise.withResolvers<number>();
  const output = child.output((text) => {
    host.print(text.replaceAll(SERVES, ""));
    if (text.includes(SERVES)) serving.resolve(0);
  });
  const code = await Promise.race([serving.promise, output.then(() => child.ended())]);
  child.leave();
  return code;
}

/** Says, as the second program, that it serves; from now on it prints to its log alone. */
export function leaveForBackground(processes: Processes, host: Host, logFile: string | undefined): void {
  host.print(SERVES);
  processes.leaveTerminal(logFile);
}
