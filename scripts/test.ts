/**
 * Runs the project's tests: `test.ts tests|interop|long [deno] [bun] [paths and runner flags …]`.
 *
 * With `JUNIT_DIR` set each run leaves its runner's own report there, as `SUITE-RUNTIME.xml`.
 *
 * @module
 */

import { sourceFiles } from "./files.ts";
import { BUN, DENO, run, script } from "./run.ts";

/** The sets of tests and the runtimes that drive them. */
const SUITES = ["tests", "interop", "long"] as const;
const RUNTIMES = ["deno", "bun"] as const;

type Suite = typeof SUITES[number];
type Runtime = typeof RUNTIMES[number];

/** The test files of one set: the folders `tests/interop` and `tests/long` are sets of their own. */
function filesOf(suite: Suite): string[] {
  const special = /^tests\/(interop|long)\//;
  const belongs = (path: string) => suite === (special.exec(path)?.[1] ?? "tests");
  return sourceFiles("tests").filter((path) => path.endsWith("_test.ts") && belongs(path));
}

/** What the user names instead of the whole set: paths (with the tests under them) apart from flags for the runner. */
function chosen(suite: Suite, extra: string[]): { files: string[]; flags: string[] } {
  const paths = extra.filter((word) => !word.startsWith("-")).map((path) => path.replace(/^\.\/|\/$/g, ""));
  const under = (file: string) => paths.some((path) => file === path || file.startsWith(`${path}/`));
  const files = filesOf(suite).filter((file) => paths.length === 0 || under(file));
  return { files: files.map((file) => `./${file}`), flags: extra.filter((word) => word.startsWith("-")) };
}

/** The runner's command line. Types are the gate's business: here they would be checked a second time. */
function commandLine(suite: Suite, runtime: Runtime, extra: string[]): string[] {
  const { files, flags } = chosen(suite, extra);
  if (files.length === 0) throw new Error(`Cannot test: no *_test.ts among ${extra.join(" ") || suite}`);
  const reports = Deno.env.get("JUNIT_DIR");
  const report = `${reports}/${suite}-${runtime}.xml`;
  if (runtime === "deno") {
    return [...DENO, "test", "-A", "--no-check", ...(reports ? [`--junit-path=${report}`] : []), ...flags, ...files];
  }
  const reporter = reports ? ["--reporter=junit", `--reporter-outfile=${report}`] : [];
  return [...BUN, "test", ...reporter, ...flags, ...files];
}

/** Runs one set on each of the runtimes, to the end even where one fails. */
async function main(args: string[]): Promise<number> {
  const suite = SUITES.find((name) => name === args[0]);
  if (suite === undefined) throw new Error(`Cannot test ${args[0] ?? "nothing"}: expected ${SUITES.join(", ")}`);
  const runtimes = RUNTIMES.filter((name) => args.includes(name));
  const extra = args.slice(1 + runtimes.length);
  let worst = 0;
  for (const runtime of runtimes) worst = await run(commandLine(suite, runtime, extra)) || worst;
  return worst;
}

if (import.meta.main) await script(() => main(Deno.args));
