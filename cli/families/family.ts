/** What each family of programs is: its flags, how its command lines are read, what its exit codes say. @module */

import type { Dialect } from "../../config/dialect.ts";
import type { FamilyFlag } from "./flag.ts";
import type { Habits } from "./getopt.ts";
import { LIBEV_FLAGS } from "./libev_flags.ts";
import { PYTHON_FLAGS } from "./python_flags.ts";
import { RUST_FLAGS } from "./rust_flags.ts";

/** A family other than our own. */
export type Foreign = Exclude<Dialect, "umbra">;

/** What the exit codes of a family say, beside 0. */
export interface ExitCodes {
  /** The command line is wrong. */
  readonly usage: number;
  /** Something that must be said was not. */
  readonly missing: number;
  /** A config file, or a value of it, is wrong. */
  readonly config: number;
  /** A port or something else of the system cannot be had. */
  readonly start: number;
  /** SIGINT ended it. */
  readonly interrupted: number;
}

/** One family. */
export interface Family {
  /** Whose program it is, for a line of the log and the usage. */
  readonly whose: string;
  /** Its flags. */
  readonly flags: readonly FamilyFlag[];
  /** How its command lines are read. */
  readonly habits: Habits;
  /** Its exit codes. */
  readonly exits: ExitCodes;
}

/** The families by their dialects. */
export const FAMILIES: Readonly<Record<Foreign, Family>> = {
  python: {
    whose: "the Python program",
    flags: PYTHON_FLAGS,
    habits: { abbreviates: true, permutes: false, dropsEquals: false },
    exits: { usage: 2, missing: 2, config: 1, start: 1, interrupted: 1 },
  },
  libev: {
    whose: "shadowsocks-libev",
    flags: LIBEV_FLAGS,
    habits: { abbreviates: true, permutes: true, dropsEquals: false },
    exits: { usage: 1, missing: 1, config: 255, start: 255, interrupted: 0 },
  },
  rust: {
    whose: "shadowsocks-rust",
    flags: RUST_FLAGS,
    habits: { abbreviates: false, permutes: true, dropsEquals: true },
    exits: { usage: 2, missing: 64, config: 78, start: 70, interrupted: 0 },
  },
};
