/**
 * Makes executables with Bun inside: `build.ts [target …]`, where a target is one of Bun's names or `all`.
 *
 * The host's own is always made, as `dist/umbra`, and run once.
 *
 * @module
 */

import { exists } from "./files.ts";
import { checkProduct } from "./product.ts";
import { BUN, capture, ROOT, script } from "./run.ts";

/** The machines besides this one that executables can be made for. */
const TARGETS = ["bun-linux-arm64", "bun-linux-x64-musl", "bun-linux-arm64-musl"];

/** The emulator that runs a 64-bit ARM program here, and where that program finds its libc. */
const EMULATOR = "/usr/bin/qemu-aarch64-static";
const ARM_LIBC = "/usr/aarch64-linux-gnu";

/**
 * Nothing in the folder where the user happens to stand may change what the program does. Names are kept: `--minify` as
 * a whole shortens them, also those that errors and stacks show.
 */
const OPTIONS = [
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  "--minify-syntax",
  "--minify-whitespace",
  "--sourcemap",
];

/** What the executable begins with, and the module that its further threads run. */
const ENTRIES = ["main.ts", "service/worker.ts"];

/** Builds one executable for the target, or for the host when there is none, and returns its path. */
async function build(target?: string): Promise<string> {
  const path = `dist/umbra${target?.replace(/^bun/, "") ?? ""}`;
  const wanted = target === undefined ? [] : [`--target=${target}`];
  const command = [...BUN, "build", "--compile", ...wanted, ...OPTIONS, `--outfile=${path}`, ...ENTRIES];
  const { code, output } = await capture(command);
  if (code !== 0) throw new Error(`${output.trimEnd()}\nCannot build ${path}: bun build failed`);
  return path;
}

/** What running the product of a target showed, or why it was not run. */
async function trial(target: string, path: string): Promise<string> {
  if (target !== "bun-linux-arm64") return `not run: nothing here runs a ${target} program`;
  const lacking = [EMULATOR, ARM_LIBC].filter((file) => !exists(file));
  if (lacking.length > 0) return `not run: ${lacking.join(" and ")} not there (qemu-user-static, libc6-arm64-cross)`;
  return await checkProduct(ROOT + path, [EMULATOR, "-L", ARM_LIBC]);
}

/** Builds for the host and for what is named. */
async function main(names: string[]): Promise<number> {
  const targets = names.includes("all") ? TARGETS : names;
  const unknown = targets.find((name) => !TARGETS.includes(name));
  if (unknown !== undefined) throw new Error(`Cannot build for ${unknown}: expected all, ${TARGETS.join(", ")}`);
  const own = await build();
  console.log(`${own}: ${await checkProduct(ROOT + own)}`);
  for (const target of targets) {
    const path = await build(target);
    console.log(`${path}: ${await trial(target, path)}`);
  }
  return 0;
}

if (import.meta.main) await script(() => main(Deno.args));
