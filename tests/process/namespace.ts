/** A network of a program's own: nothing but the machine itself, and every port free. @module */

import { spawnSync } from "node:child_process";

/** The words that run the words behind them with no network but loopback. */
const WORDS = ["unshare", "--user", "--map-root-user", "--net"];

/** Whether this system permits it: where it does not, that is said, and tests that need it are skipped. */
export const namespaces = permitted();

/** A command line in a network of its own; the process that is started becomes the program. */
export function isolated(command: readonly string[]): string[] {
  return [...WORDS, "sh", "-c", 'ip link set lo up; exec "$@"', "sh", ...command];
}

/** A shell script, with words for it, in a network of its own; at its end all that it started is killed. */
export function isolatedScript(script: string, words: readonly string[]): string[] {
  return [...WORDS, "--pid", "--fork", "--kill-child", "sh", "-c", `ip link set lo up\n${script}`, "sh", ...words];
}

function permitted(): boolean {
  const { status } = spawnSync("unshare", [...WORDS.slice(1), "--pid", "--fork", "--kill-child", "ip", "link"]);
  if (status !== 0) console.error("NOT RUN: tests in a network of their own, unshare is not permitted here");
  return status === 0;
}
