/**
 * The gate: `ok.ts [--without] [step …]` runs all steps, only those named, or all but those named.
 *
 * One line a step; the first that fails shows what it printed and ends the run.
 *
 * @module
 */

import { capture, DENO, script } from "./run.ts";

/** One step: its name on the command line, and what it runs. */
interface Step {
  name: string;
  title: string;
  command: string[];
}

/** A step that is a script of ours. */
function ours(name: string, title: string, file: string, ...args: string[]): Step {
  return { name, title, command: [...DENO, "run", "-A", `scripts/${file}`, ...args] };
}

const STEPS: Step[] = [
  { name: "format", title: "formatted", command: [...DENO, "fmt", "--check", "--quiet"] },
  { name: "lint", title: "linted", command: [...DENO, "lint", "--quiet"] },
  ours("types", "types fit, both graphs", "check_types.ts"),
  ours("floors", "nothing reaches up", "check_floors.ts"),
  ours("maps", "import maps agree", "check_maps.ts"),
  ours("deno", "tests on Deno", "test.ts", "tests", "deno"),
  ours("bun", "tests on Bun", "test.ts", "tests", "bun"),
  ours("build", "Bun executable runs", "build.ts"),
];

/** The steps that the command line asks for. */
function chosen(args: string[]): Step[] {
  const without = args[0] === "--without";
  const names = without ? args.slice(1) : args;
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new Error(`Cannot run step "${unknown}": expected ${STEPS.map((step) => step.name).join(", ")}`);
  }
  return STEPS.filter(({ name }) => names.length === 0 || names.includes(name) !== without);
}

/** Runs one step and says how it went. */
async function passes(step: Step): Promise<boolean> {
  const start = performance.now();
  const { code, output } = await capture(step.command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${step.name.padEnd(8)}${step.title.padEnd(26)}${seconds.padStart(6)} s`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

/** Runs the steps until one fails. */
async function main(args: string[]): Promise<number> {
  for (const step of chosen(args)) {
    if (!await passes(step)) return 1;
  }
  return 0;
}

if (import.meta.main) await script(() => main(Deno.args));
