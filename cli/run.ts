/** From the words of the command line to a command, and from what it throws to an exit code. @module */

import { nearestHint } from "../config/nearest.ts";
import { ConfigError } from "../config/types.ts";
import { quoted } from "../config/wrong.ts";
import { ProviderError } from "../crypto/providers/types.ts";
import { HostError } from "../net/errors.ts";
import type { Host } from "../net/types.ts";
import { StartError } from "../service/mod.ts";
import { UsageError } from "./flags.ts";
import { DNS_HELP, HELP, KEYGEN_HELP, LOCAL_HELP, METHODS_HELP, SERVER_HELP, TUNNEL_HELP, WHY_HELP } from "./help.ts";
import { dns } from "./dns.ts";
import { keygen } from "./keygen.ts";
import { local } from "./local.ts";
import { methods } from "./methods.ts";
import type { Command, Program, Start } from "./program.ts";
import { server } from "./server.ts";
import { tunnel } from "./tunnel.ts";
import { VERSION_LINE } from "./version.ts";
import { why } from "./why.ts";

/** The commands by name. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["server", server],
  ["local", local],
  ["tunnel", tunnel],
  ["dns", dns],
  ["keygen", keygen],
  ["methods", methods],
  ["why", why],
  ["help", help],
  ["version", version],
]);

/** The help of commands by name; of any other word, that of the program. */
const TOPICS: ReadonlyMap<string | undefined, string> = new Map([
  ["server", SERVER_HELP],
  ["local", LOCAL_HELP],
  ["tunnel", TUNNEL_HELP],
  ["dns", DNS_HELP],
  ["keygen", KEYGEN_HELP],
  ["methods", METHODS_HELP],
  ["why", WHY_HELP],
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

/** Runs the command that the first word names; without one, the server. */
function dispatch(argv: readonly string[], program: Program): Promise<number> {
  const [word] = argv;
  if (word === "--help" || word === "-h") return help([], program);
  if (word === undefined || word.startsWith("-")) return server(argv, program);
  const command = COMMANDS.get(word);
  if (!command) throw unknownCommand(word);
  return command(argv.slice(1), program);
}

/** `umbra help`, `umbra help COMMAND`. */
function help([topic]: readonly string[], { host }: Program): Promise<number> {
  host.print(TOPICS.get(topic) ?? HELP);
  return Promise.resolve(0);
}

/** `umbra version`. */
function version(_: readonly string[], { host }: Program): Promise<number> {
  host.print(VERSION_LINE);
  return Promise.resolve(0);
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
