/** What a command is given beside its words, so that tests can give it another world. @module */

import type { Config } from "../config/types.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import type { Service } from "../service/mod.ts";

/** Turns a config into listeners. */
export type Start = (config: Config, log: Log) => Promise<Service>;

/** The world of a command. */
export interface Program {
  /** Files, signals, environment and the terminal. */
  readonly host: Host;
  /** The service that does the work. */
  readonly start: Start;
}

/** A command: takes the words behind its name and gives the exit code. */
export type Command = (argv: readonly string[], program: Program) => Promise<number>;
