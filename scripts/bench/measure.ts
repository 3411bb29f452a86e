/** From what is asked for to figures: shown, and where they are whole written into the page. @module */

import { readText } from "../files.ts";
import { messageOf } from "../message_of.ts";
import { capture, DENO, ROOT, run } from "../run.ts";
import { isWhole, type Options } from "./options.ts";
import { withSection } from "./page.ts";
import { connections, latency } from "./parts/http.ts";
import { memory } from "./parts/memory.ts";
import type { Part } from "./parts/part.ts";
import { streams } from "./parts/streams.ts";
import { tcp } from "./parts/tcp.ts";
import { udp } from "./parts/udp.ts";
import { withProcesses } from "./processes.ts";
import { PEERS, type Series } from "./series.ts";
import type { Server } from "./servers.ts";
import { tables } from "./tables.ts";
import type { Tools } from "./tools.ts";
import { conditions } from "./versions.ts";

const PAGE = "docs/performance.md";

/** All parts, in the order of the page. */
export const PARTS: readonly Part[] = [tcp, connections, latency, udp, memory, streams];

/** What is there to measure with. */
export interface Means {
  readonly servers: readonly Server[];
  readonly tools: Tools | null;
}

/** What a measurement gave. */
export interface Taken {
  readonly series: readonly Series[];
  /** What went wrong, part by part: the others were measured all the same. */
  readonly faults: readonly string[];
}

/** Measures what is asked for. What is not here is told, and in CI it is a fault. */
export async function measure(options: Options, means: Means): Promise<Taken> {
  const series: Series[] = [];
  const faults: string[] = [];
  for (const part of PARTS.filter(({ name }) => options.parts.length === 0 || options.parts.includes(name))) {
    try {
      if (await isPossible(part)) series.push(...await measurePart(part, options, means));
    } catch (cause) {
      faults.push(`FAILED: ${part.name}: ${messageOf(cause)}`);
    }
  }
  return { series, faults };
}

/** Measures one part under every method, shows the figures, and writes them down when they are whole. */
async function measurePart(part: Part, options: Options, means: Means): Promise<Series[]> {
  const all: Series[] = [];
  for (const method of options.methods) {
    const series = await measureMethod(part, method, options, means);
    if (series.length > 0) console.log(`\n${tables(part.name, part.measures, series)}`);
    all.push(...series);
  }
  if (isWhole(options) && all.length > 0) {
    await write("conditions", await conditions(options.timing));
    await write(part.name, `## ${part.title}\n\n${tables(part.name, part.measures, all)}`);
  }
  return all;
}

function measureMethod(part: Part, method: string, options: Options, { servers, tools }: Means): Promise<Series[]> {
  const asked = options.servers.length === 0
    ? part.servers
    : part.servers.filter((name) => options.servers.includes(name));
  const wanted = servers.filter(({ name, serves }) => serves(method) && [...asked, ...PEERS].includes(name));
  // Without its peer the other end is missing too.
  if (!wanted.some(({ name }) => PEERS.includes(name))) {
    console.log(`NOT RUN: ${part.name} with ${method}: its peer is not here`);
    return Promise.resolve([]);
  }
  const timing = { ...options.timing, rounds: Math.min(options.timing.rounds, part.rounds ?? Infinity) };
  return withProcesses((processes) => part.run({ method, servers: wanted, timing, tools, processes }));
}

/** Whether the programs are here that a part cannot do without. */
async function isPossible({ name, needs }: Part): Promise<boolean> {
  const found = await Promise.all(needs.map((program) => capture([program, "--version"]).catch(() => null)));
  const absent = needs.filter((_, i) => found[i] === null);
  if (absent.length === 0) return true;
  const message = `NOT RUN: ${name} needs ${absent.join(" and ")}: deno task peers installs what it can`;
  if (Deno.env.get("CI") === "true") throw new Error(message);
  console.log(message);
  return false;
}

async function write(section: string, text: string): Promise<void> {
  await Deno.writeTextFile(ROOT + PAGE, withSection(readText(PAGE), section, text));
  await run([...DENO, "fmt", "--quiet", PAGE]);
}
