/** From the words of the command line to a command, and from what it throws to an exit code. @module */

import { nearestHint } from "../config/nearest.ts";
import { ConfigError } from "../config/types.ts";
import { quoted } from "../config/wrong.ts";
import { ProviderError } from "../crypto/providers/types.ts";
import { HostError } from "../net/errors.ts";
import type { Host } from "../net/types.ts";
import { StartError } from "../service/types.ts";
import { isFamilyName } from "./families/names.ts";
import { UsageError } from "./flags.ts";
import type { Command, Program, Start } from "./program.ts";

/** The commands by name. Each is loaded when it is run, so that it costs the memory of what it needs alone. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["server", async () => (await import("./server.ts")).server],
  ["local", async () => (await import("./local.ts")).local],
  ["tunnel", async () => (await import("./tunnel.ts")).tunnel],
  ["dns", async () => (await import("./dns.ts")).dns],
  ["keygen", async () => (await import("./keygen.ts")).keygen],
  ["methods", async () => (await import("./methods.ts")).methods],
  ["why", async () => (await import("./why.ts")).why],
  ["config", async () => (await import("./config_command.ts")).config],
  ["url", async () => (await import("./url_command.ts")).url],
  ["help", async () => (await import("./help_command.ts")).help],
  ["version", async () => (await import("./help_command.ts")).version],
]);

/** Runs the program: 0 for a clean end, 1 for what went wrong in running, 2 for a wrong command line or config. */
export async function run(argv: readonly string[], host: Host, start: Start): Promise<number> {
  try {
    return await dispatch(argv, { host, start });
  } catch (error) {
    const code = exitCode(error);
    // A mistake of ours: whoever meets it should see where it is.
    if (code === null || !(error instanceof Error)) throw error;
    host.printError(`${error.message}\n`);
    return code;
  }
}

/** Runs the command of the program's name or of the first word; without one, the server. */
async function dispatch(argv: readonly string[], program: Program): Promise<number> {
  const called = program.host.programName();
  if (isFamilyName(called)) return await runFamily(called, argv, program);
  const [word = "", ...rest] = argv;
  if (isFamilyName(word)) return await runFamily(word, rest, program);
  if (word === "--help" || word === "-h") return await runNamed("help", [], program);
  if (word === "" || word.startsWith("-")) return await runNamed("server", argv, program);
  return await runNamed(word, rest, program);
}

/** Runs a command of another family: loaded when it is. */
async function runFamily(name: string, argv: readonly string[], program: Program): Promise<number> {
  const { runFamilyName } = await import("./families/dispatch.ts");
  return await runFamilyName(name, argv, program);
}

async function runNamed(name: string, argv: readonly string[], program: Program): Promise<number> {
  const load = COMMANDS.get(name);
  if (!load) throw unknownCommand(name);
  const command = await load();
  return await command(argv, program);
}

/** The error for a first word that is no command. A link is not shown: it holds a key. */
function unknownCommand(word: string): UsageError {
  if (/^\w+:\/\//.test(word)) {
    return new UsageError("Cannot run a link: it is not a command, expected umbra local 'ss://…'");
  }
  const names = [...COMMANDS.keys()];
  const hint = nearestHint(word, names) || `, expected one of ${names.join(", ")}`;
  return new UsageError(`Cannot run ${quoted(word)}: it is not a command${hint}`);
}

/** The exit code of an error that may happen to a program without mistakes; null for any other. */
function exitCode(error: unknown): number | null {
  if (error instanceof UsageError || error instanceof ConfigError) return 2;
  const faults = [StartError, HostError, ProviderError];
  return faults.some((fault) => error instanceof fault) ? 1 : null;
}
