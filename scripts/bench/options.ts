/** The command line: what is measured, and for how long. @module */

import type { ServerName } from "./series.ts";
import { TITLES } from "./tables.ts";
import type { Timing } from "./turns.ts";

/** The methods, the first of which most people use. */
export const BENCH_METHODS = ["aes-256-gcm", "chacha20-ietf-poly1305", "2022-blake3-aes-256-gcm"] as const;
const OLD_METHODS = BENCH_METHODS.filter((method) => !method.startsWith("2022-"));

/** What is asked for. */
export interface Options {
  /** Names of parts; all when empty. */
  readonly parts: readonly string[];
  readonly methods: readonly string[];
  /** Servers of ours and plain relays; all when empty. The peers are measured beside any. */
  readonly servers: readonly ServerName[];
  readonly timing: Timing;
  /** Whether it is the short form, which fails when ours is dearer. */
  readonly quick: boolean;
}

const FULL: Timing = { warmUp: 10, rounds: 5, seconds: 3 };
const QUICK: Timing = { warmUp: 3, rounds: 3, seconds: 1 };

/** The flags that change the timing, and what they change. */
const TIMES: Readonly<Record<string, keyof Timing>> = {
  "--warm-up": "warmUp",
  "--rounds": "rounds",
  "--seconds": "seconds",
};

/** Reads the words. Throws for one that names nothing. */
export function readOptions(words: readonly string[], partNames: readonly string[]): Options {
  const quick = words.includes("--quick");
  let timing = quick ? QUICK : FULL;
  const parts: string[] = [];
  const methods: string[] = [];
  const servers: ServerName[] = [];
  for (const word of words) {
    if (word === "--quick") continue;
    if (word.startsWith("--")) timing = { ...timing, ...readTime(word) };
    else if (partNames.includes(word)) parts.push(word);
    else if (BENCH_METHODS.some((method) => method === word)) methods.push(word);
    else if (isServer(word)) servers.push(word);
    else throw unknown(word, [...partNames, ...BENCH_METHODS, ...Object.keys(TITLES)]);
  }
  if (quick) return { parts: ["tcp"], methods: OLD_METHODS, servers: ["deno"], timing, quick };
  return { parts, methods: methods.length === 0 ? BENCH_METHODS : methods, servers, timing, quick };
}

/** Whether nothing was left out, so that the figures may stand in the page. */
export function isWhole({ methods, servers, quick }: Options): boolean {
  return !quick && servers.length === 0 && methods === BENCH_METHODS;
}

function readTime(word: string): Partial<Timing> {
  const [flag = "", text = ""] = word.split("=");
  const key = TIMES[flag];
  const value = Number(text);
  if (key === undefined || !(value > 0)) {
    throw unknown(word, [...Object.keys(TIMES).map((name) => `${name}=N`), "--quick"]);
  }
  return { [key]: value };
}

function isServer(word: string): word is ServerName {
  return Object.hasOwn(TITLES, word);
}

function unknown(word: string, expected: readonly string[]): Error {
  return new Error(`Cannot measure "${word}": expected ${expected.join(", ")}`);
}
