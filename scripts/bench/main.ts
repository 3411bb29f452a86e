/**
 * Measures our servers beside others: `main.ts [PART …] [METHOD …] [SERVER …] [--quick] [--rounds=N] [--seconds=N]
 * [--warm-up=N]`. Whole parts are written into docs/performance.md. Linux only.
 *
 * @module
 */

import { readText } from "../files.ts";
import { capture, DENO, ROOT, run, script } from "../run.ts";
import { tooDear } from "./aims.ts";
import { isWhole, type Options, readOptions } from "./options.ts";
import { withSection } from "./page.ts";
import { connections, latency } from "./parts/http.ts";
import { memory } from "./parts/memory.ts";
import type { Part } from "./parts/part.ts";
import { streams } from "./parts/streams.ts";
import { tcp } from "./parts/tcp.ts";
import { udp } from "./parts/udp.ts";
import { withProcesses } from "./processes.ts";
import { PEERS, type Series } from "./series.ts";
import { findServers, type Server } from "./servers.ts";
import { tables } from "./tables.ts";
import { type Tools, withTools } from "./tools.ts";
import { conditions } from "./versions.ts";

/** How often the short form may measure. */
const QUICK_CHANCES = 2;

const PAGE = "docs/performance.md";
const PARTS: readonly Part[] = [tcp, connections, latency, udp, memory, streams];

/** What is there to measure with. */
interface Means {
  readonly servers: readonly Server[];
  readonly tools: Tools | null;
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
  return withProcesses((processes) => part.run({ method, servers: wanted, timing: options.timing, tools, processes }));
}

async function write(section: string, text: string): Promise<void> {
  await Deno.writeTextFile(ROOT + PAGE, withSection(readText(PAGE), section, text));
  await run([...DENO, "fmt", "--quiet", PAGE]);
}

/** The programs that a part cannot do without, and that are not here. */
async function missing({ needs }: Part): Promise<string[]> {
  const found = await Promise.all(needs.map((program) => capture([program, "--version"]).catch(() => null)));
  return needs.filter((_, i) => found[i] === null);
}

/** Measures what is asked for. What is not here is told, and in CI it is a failure. */
async function measure(options: Options, means: Means): Promise<Series[]> {
  const all: Series[] = [];
  for (const part of PARTS.filter(({ name }) => options.parts.length === 0 || options.parts.includes(name))) {
    const absent = await missing(part);
    if (absent.length === 0) {
      all.push(...await measurePart(part, options, means));
      continue;
    }
    const message = `NOT RUN: ${part.name} needs ${absent.join(" and ")}: deno task peers installs what it can`;
    if (Deno.env.get("CI") === "true") throw new Error(message);
    console.log(message);
  }
  return all;
}

/** Whether ours is cheap enough. What was too dear once, on a machine with other work, is measured a second time. */
async function passes(options: Options, means: Means): Promise<boolean> {
  for (let chance = 1; chance <= QUICK_CHANCES; chance++) {
    const faults = tooDear(await measure(options, means));
    if (faults.length === 0) return true;
    for (const fault of faults) console.error(`TOO DEAR: ${fault}`);
  }
  return false;
}

async function main(words: string[]): Promise<number> {
  const options = readOptions(words, PARTS.map(({ name }) => name));
  return await withTools(async (tools) => {
    const means = { servers: await findServers(tools), tools };
    if (options.quick) return await passes(options, means) ? 0 : 1;
    await measure(options, means);
    return 0;
  });
}

if (import.meta.main) await script(() => main(Deno.args));
