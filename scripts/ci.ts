/** What CI does: the README's test command on a clean clone, the rest of the gate, clones, peers, and the sums. @module */

import { add, type Tally, tally } from "./junit.ts";
import { installPeers } from "./peers.ts";
import { run, script } from "./run.ts";

/** Deno as the README calls it: this script may not lean on anything that is installed by hand. */
const TASK = ["npx", "--yes", "deno@2.9.6", "task"];

/** Seconds for everything. */
const LIMIT = 600;

/** One command and the reports that it must leave; one that leaves none passes by its exit code. */
interface Part {
  args: string[];
  reports: string[];
}

const NOTHING: Tally = { passed: 0, failed: 0, notRun: 0 };

const PARTS: Part[] = [
  { args: ["test"], reports: ["tests-deno"] },
  { args: ["ok", "--without", "deno"], reports: ["tests-bun"] },
  { args: ["long", "tests/long/fresh_clone_test.ts"], reports: ["long-deno", "long-bun"] },
  { args: ["interop"], reports: ["interop-deno", "interop-bun"] },
  { args: ["bench", "--quick"], reports: [] },
];

/** Runs one part and counts what its reports say; what went wrong beside the tests counts as one failure. */
async function count(part: Part, folder: string): Promise<Tally> {
  const left = Math.max(1, Math.ceil(LIMIT - performance.now() / 1000));
  console.log(`\n--- deno task ${part.args.join(" ")}`);
  const command = ["timeout", "--kill-after=10", `${left}`, ...TASK, ...part.args];
  const code = await run(command, { env: { JUNIT_DIR: folder } });
  const reports = part.reports.map((name) => reportOf(`${folder}/${name}.xml`));
  const sum = reports.map((report) => tally(report ?? "")).reduce(add, NOTHING);
  if (code === 124) console.log(`deno task ${part.args.join(" ")}: not done in time, ${LIMIT} s are for everything`);
  const wrong = code !== 0 || reports.includes(null);
  return wrong && sum.failed === 0 ? { ...sum, failed: 1 } : sum;
}

/** A report's text, or null when the runner left none. */
function reportOf(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    console.log(`No report at ${path}: its runner did not come to an end`);
    return null;
  }
}

/** Runs all parts, also after one that failed, and prints the sums. */
async function main(): Promise<number> {
  await installPeers();
  const folder = await Deno.makeTempDir();
  let sum = NOTHING;
  for (const part of PARTS) sum = add(sum, await count(part, folder));
  await Deno.remove(folder, { recursive: true });
  console.log(`\nnot run: ${sum.notRun}\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

if (import.meta.main) await script(main);
