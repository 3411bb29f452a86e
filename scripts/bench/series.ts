/** What was measured, round by round, and what the rounds together say. @module */

/** Who is measured: ours, the programs of others, and what only relays. */
export type ServerName =
  | "deno"
  | "bun"
  | "deno-no-ffi"
  | "bun-node"
  | "deno-libcrypto"
  | "bun-libcrypto"
  | "libev"
  | "rust"
  | "deno-plain"
  | "bun-plain"
  | "floor";

/** The programs of others: ratios are to the one that serves the method. */
export const PEERS: readonly ServerName[] = ["libev", "rust"];

/** One measure of one server under one method; the rounds of all servers were taken in turn. */
export interface Series {
  readonly measure: string;
  readonly method: string;
  readonly server: ServerName;
  readonly rounds: readonly number[];
}

/** The middle of the rounds, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The value in the middle, or the mean of the two in the middle; NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The median of values and their ends. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/** Each round of one series divided by the same round of another: what disturbed both goes out of the figure. */
export function ratios(series: Series, other: Series): Spread {
  return spread(series.rounds.map((value, round) => value / (other.rounds[round] ?? NaN)));
}

/** By how much each round of one series lies above the same round of another. */
export function differences(series: Series, other: Series): Spread {
  return spread(series.rounds.map((value, round) => value - (other.rounds[round] ?? NaN)));
}

/** The same measure under the same method by one of these servers, if it was taken. */
export function beside(all: readonly Series[], { measure, method }: Series, servers: readonly ServerName[]) {
  return all.find((other) => other.measure === measure && other.method === method && servers.includes(other.server));
}
