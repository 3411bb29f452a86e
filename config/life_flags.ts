/** The flags about the program itself: threads, log, and how it lives in its system. @module */

import { checkText } from "./check.ts";
import { readWorkers } from "./life_keys.ts";
import { readBounded } from "./limits.ts";
import type { Parts } from "./parts.ts";
import type { LifeConfig } from "./types.ts";
import type { Where } from "./wrong.ts";

/** The flags, by their long names, each with its check. */
export const LIFE_FLAGS: Readonly<Record<string, (value: string, where: Where, parts: Parts) => void>> = {
  "workers": (value, where, parts) => parts.workers = readWorkers(value, where),
  "log-file": (value, where, parts) => parts.log = { ...parts.log, file: checkText(value, where) },
  "pid-file": life((value, where) => ({ pidFile: checkText(value, where) })),
  "user": life((value, where) => ({ user: checkText(value, where) })),
  "grace": life((value, where) => ({ grace: readBounded(value, where, "seconds", 0) })),
};

/** A reader of a part of what is said about the program's life. */
function life(read: (value: string, where: Where) => LifeConfig) {
  return (value: string, where: Where, parts: Parts) => {
    parts.life = { ...parts.life, ...read(value, where) };
  };
}
