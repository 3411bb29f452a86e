/** The figures of one part as tables in Markdown. @module */

import { judge, type Verdict } from "./aims.ts";
import { beside, median, PEERS, ratios, type Series, type ServerName } from "./series.ts";

/** How a measure is shown. */
export interface Measure {
  /** Its name in the series, and the table's heading. */
  readonly name: string;
  /** The column's heading. */
  readonly unit: string;
  /** Digits behind the point. */
  readonly digits: number;
  /** Whether its ratio to the peer's would say nothing. */
  readonly alone?: boolean;
}

/** What the servers are called. */
export const TITLES: Readonly<Record<ServerName, string>> = {
  "deno": "Umbra, Deno",
  "bun": "Umbra, Bun",
  "deno-no-ffi": "Umbra, Deno without FFI",
  "bun-node": "Umbra, Bun by node:crypto",
  "deno-libcrypto": "Umbra, Deno, newer libcrypto",
  "bun-libcrypto": "Umbra, Bun, newer libcrypto",
  "libev": "ss-server",
  "rust": "shadowsocks-rust",
  "deno-plain": "plain relay, Deno",
  "bun-plain": "plain relay, Bun",
  "floor": "floor: relay in C + libcrypto",
};

/** One table for each measure that was taken. */
export function tables(part: string, measures: readonly Measure[], all: readonly Series[]): string {
  const taken = measures.filter(({ name }) => all.some(({ measure }) => measure === name));
  return taken.map((measure) => `### ${heading(measure.name)}\n\n${table(part, measure, all)}`).join("\n\n");
}

function heading(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function table(part: string, measure: Measure, all: readonly Series[]): string {
  const rows = all.filter(({ measure: name }) => name === measure.name).map((series) => [
    series.method,
    TITLES[series.server],
    median(series.rounds).toFixed(measure.digits),
    measure.alone ? "" : ratioCell(series, all),
    aimCell(judge(part, series, all), measure),
  ]);
  const head = ["method", "server", measure.unit, "× the peer (lowest–highest)", "aim"];
  return [head, ["---", "---", "---:", "---:", "---"], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The ratio to the peer, with its spread where there is more than one round. */
function ratioCell(series: Series, all: readonly Series[]): string {
  const peer = beside(all, series, PEERS);
  if (peer === undefined || peer === series) return "";
  const { median, lowest, highest } = ratios(series, peer);
  const ends = peer.rounds.length === 1 ? "" : ` (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
  return `${median.toFixed(2)}${ends}`;
}

/** What was aimed at, and how that went. */
function aimCell(verdict: Verdict | null, { digits }: Measure): string {
  if (verdict === null) return "";
  const { kind, limit, found, met } = verdict;
  const word = met ? "met" : "**missed**";
  if (kind === "times the peer") return `≤ ${limit} ×: ${word}`;
  if (kind === "the figure itself") return `≤ ${limit}: ${word}`;
  return `≤ ${limit} above the plain relay: ${found.toFixed(digits)}, ${word}`;
}
