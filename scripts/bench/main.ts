/**
 * Measures our servers beside others: `main.ts [PART …] [METHOD …] [SERVER …] [--quick] [--rounds=N] [--seconds=N]
 * [--warm-up=N]`. Whole parts are written into docs/performance.md. Linux only.
 *
 * @module
 */

import { script } from "../run.ts";
import { tooDear } from "./aims.ts";
import { type Means, measure, PARTS } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { findServers } from "./servers.ts";
import { compileTools } from "./tools.ts";

/** How often the short form may measure. */
const QUICK_CHANCES = 2;

/** Measures, and tells what went wrong; whether all went well. */
async function succeeds(options: Options, means: Means): Promise<boolean> {
  const { series, faults } = await measure(options, means);
  const all = options.quick ? [...faults, ...tooDear(series).map((fault) => `TOO DEAR: ${fault}`)] : faults;
  for (const fault of all) console.error(fault);
  return all.length === 0;
}

async function main(words: string[]): Promise<number> {
  const options = readOptions(words, PARTS.map(({ name }) => name));
  const tools = await compileTools();
  const means = { servers: await findServers(tools), tools };
  // What was too dear once, on a machine with other work, is measured a second time.
  for (let chance = options.quick ? QUICK_CHANCES : 1; chance > 0; chance--) {
    if (await succeeds(options, means)) return 0;
  }
  return 1;
}

if (import.meta.main) await script(() => main(Deno.args));
