/** `umbra config convert`. @module */

import { checkChoice } from "../config/check.ts";
import type { Config, ServerEntry } from "../config/types.ts";
import { fileText } from "../config/write/keys.ts";
import { libevFile } from "../config/write/libev.ts";
import type { Draft, Loss } from "../config/write/losses.ts";
import { nativeFile } from "../config/write/native.ts";
import { rustFile } from "../config/write/rust.ts";
import { linksFile, listLosses, sip008File } from "../config/write/servers_alone.ts";
import type { Host } from "../net/types.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { oneFile, readGivenConfig } from "./given_config.ts";
import { CONFIG_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";
import { reachedServers } from "./reached.ts";

/** What is written for each word behind `--to`. */
const WRITERS = { umbra: toNative, libev: toLibev, rust: toRust, sip008: toSip008, uri: toLinks } as const;

/** A text in another dialect, and what is not in it. */
interface Written {
  readonly text: string;
  readonly losses: readonly Loss[];
}

/** Prints the config in another dialect: 2 and nothing when traffic would go another way there, or less protected. */
export async function configConvert(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, CONFIG_OPTIONS);
  const path = oneFile(given, "umbra config convert");
  const write = WRITERS[targetOf(given)];
  const { config, file } = await readGivenConfig(path, given, host);
  for (const warning of file.warnings) host.printError(`${warning}\n`);
  const { text, losses } = write(config, () => reachedServers(config, given, host));
  for (const { key, reason } of losses) host.printError(`${key} ${reason}\n`);
  if (losses.some(({ grave }) => grave)) return refuse(path, losses, host);
  host.print(text);
  return 0;
}

/** The dialect that is asked for. */
function targetOf({ values }: Given): keyof typeof WRITERS {
  const { to } = values;
  const names = ["umbra", "libev", "rust", "sip008", "uri"] as const;
  if (to !== undefined) return checkChoice(to, { source: "the command line", key: "--to" }, names);
  throw new UsageError(`Cannot read the command line: --to is missing, expected one of ${names.join(", ")}`);
}

/** Says that nothing was written, and why. */
function refuse(path: string, losses: readonly Loss[], host: Host): number {
  const keys = new Set(losses.filter(({ grave }) => grave).map(({ key }) => key));
  host.printError(
    `Cannot convert ${path}: without ${[...keys].join(", ")} traffic would go another way, or with less protection\n`,
  );
  return 2;
}

/** How the servers of a config are found, where they are all that is written. */
type Reached = () => readonly ServerEntry[];

function toNative(config: Config): Written {
  return textOf(nativeFile(config));
}

function toLibev(config: Config): Written {
  return textOf(libevFile(config));
}

function toRust(config: Config): Written {
  return textOf(rustFile(config));
}

function toSip008(config: Config, reached: Reached): Written {
  return { text: fileText({ ...sip008File(reached()) }), losses: listLosses(config) };
}

function toLinks(config: Config, reached: Reached): Written {
  return { text: linksFile(reached()), losses: listLosses(config) };
}

function textOf({ keys, losses }: Draft): Written {
  return { text: fileText(keys), losses };
}
