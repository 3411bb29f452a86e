/** From the command to a port that listens, with the modules in the runtime's cache. */

import { assert, test } from "#test";
import { onDeno, startProcess, umbra } from "../process/started.ts";

/** The most milliseconds that the median may take. */
const AIM = onDeno ? 250 : 120;

/** Starts whose median counts. */
const STARTS = 11;

/** How often the starts may be repeated: what else runs on the machine comes and goes, our own time stays. */
const ROUNDS = 5;

/** Words whose port listens, and needs no other. */
const COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["server", ["-s", "127.0.0.1", "-p", "0"]],
  ["local", ["-s", "127.0.0.1", "-p", "8388", "-l", "0"]],
]);

/** Milliseconds from the start of a process to its line. */
async function timeToListen(words: readonly string[]): Promise<number> {
  const from = performance.now();
  const program = startProcess(umbra(...words, "-m", "aes-256-gcm"), { env: { UMBRA_PASSWORD: "a password" } });
  try {
    await program.line(/ listening /);
    return performance.now() - from;
  } finally {
    await program.kill();
  }
}

async function medianOf(words: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) times.push(await timeToListen(words));
  return times.sort((a, b) => a - b)[Math.floor(STARTS / 2)] ?? Infinity;
}

for (const [command, flags] of COMMANDS) {
  test(`umbra ${command} listens within ${AIM} ms of its command`, async () => {
    const words = [command, ...flags];
    await timeToListen(words);
    const medians: number[] = [];
    while (medians.length < ROUNDS && !medians.some((median) => median <= AIM)) medians.push(await medianOf(words));
    const told = medians.map((median) => Math.round(median)).join(", ");
    console.log(`umbra ${command} listens after ${told} ms, the median of ${STARTS} starts; the aim is ${AIM} ms`);
    assert(Math.min(...medians) <= AIM, `It takes ${told} ms, expected ${AIM} ms at the most`);
  }, { limit: 120 });
}
