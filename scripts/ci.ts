/** What CI does: the README's test command on a clean clone, the rest of the gate, clones, peers, and the sums. @module */

import { add, failures, type Tally, tally } from "./junit.ts";
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

/** What one part came to: its sums, and each failure in words. */
interface Outcome {
  sum: Tally;
  failed: string[];
}

const NOTHING: Tally = { passed: 0, failed: 0, notRun: 0 };

const PARTS: Part[] = [
  { args: ["test"], reports: ["tests-deno"] },
  { args: ["ok", "--without", "deno"], reports: ["tests-bun"] },
  { args: ["long", "tests/long/fresh_clone_test.ts"], reports: ["long-deno", "long-bun"] },
  { args: ["interop"], reports: ["interop-deno", "interop-bun"] },
  { args: ["bench", "--quick"], reports: [] },
];

/** Runs one part and reads its reports; what went wrong beside the tests counts as one failure. */
async function outcome(part: Part, folder: string): Promise<Outcome> {
  const left = Math.max(1, Math.ceil(LIMIT - performance.now() / 1000));
  const name = `deno task ${part.args.join(" ")}`;
  console.log(`\n--- ${name}`);
  const command = ["timeout", "--kill-after=10", `${left}`, ...TASK, ...part.args];
  const code = await run(command, { env: { JUNIT_DIR: folder } });
  const reports = part.reports.map((report) => reportOf(`${folder}/${report}.xml`));
  const texts = reports.map((report) => report ?? "");
  const sum = texts.map(tally).reduce(add, NOTHING);
  const failed = texts.flatMap(failures);
  if (code === 0 && !reports.includes(null)) return { sum, failed };
  return { sum: { ...sum, failed: Math.max(1, sum.failed) }, failed: [...failed, `${name}: ${ending(code)}`] };
}

/** How a part ended that did not do all it must, in words. */
function ending(code: number): string {
  if (code === 0) return "left no report";
  return code === 124 ? `not done in time, ${LIMIT} s are for everything` : `ended with ${code}`;
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

/** Runs all parts, also after one that failed, and ends with what failed and the sums: who reads only the end, reads all. */
async function main(): Promise<number> {
  await installPeers();
  const folder = await Deno.makeTempDir();
  const outcomes: Outcome[] = [];
  for (const part of PARTS) outcomes.push(await outcome(part, folder));
  await Deno.remove(folder, { recursive: true });
  const sum = outcomes.map((part) => part.sum).reduce(add, NOTHING);
  for (const failure of outcomes.flatMap((part) => part.failed)) console.log(`\nFAILED ${failure}`);
  console.log(`\nnot run: ${sum.notRun}\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

if (import.meta.main) await script(main);
