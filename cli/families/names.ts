/** The names that people type, or link the program under. @module */

import type { Foreign } from "./family.ts";
import type { FamilyRole } from "./flag.ts";

/** One command of another family. */
export interface FamilyCommand {
  /** Its name as it was typed. */
  readonly name: string;
  /** Which side it is. */
  readonly role: FamilyRole;
  /** Whose it is; null where two families have it, and the words decide. */
  readonly dialect: Foreign | null;
}

/** The commands that serve. */
const SERVING: Readonly<Record<string, Omit<FamilyCommand, "name">>> = {
  "ssserver": { role: "server", dialect: null },
  "sslocal": { role: "local", dialect: null },
  "ss-server": { role: "server", dialect: "libev" },
  "ss-local": { role: "local", dialect: "libev" },
  "ss-tunnel": { role: "tunnel", dialect: "libev" },
};

/** The commands whose next word is one of their own. */
const TOOLS: readonly string[] = ["ssservice", "ssurl"];

/** Names of those families that are not served. */
const ABSENT: readonly string[] = [
  "ssmanager",
  "ss-manager",
  "ss-redir",
  "ss-nat",
  "ss-rules",
  "ss-setup",
  "ss-nft",
  "sswinservice",
  "ssrserver",
  "ssrlocal",
];

/** Whether a word is the name of another family's command, here or not. */
export function isFamilyName(word: string): boolean {
  return isAbsent(word) || Object.hasOwn(SERVING, word) || TOOLS.includes(word);
}

/** Whether a name is one of those families' and not in this version. */
export function isAbsent(word: string): boolean {
  return ABSENT.includes(word);
}

/** The serving command of a name; null where it is none. */
export function servingCommand(name: string): FamilyCommand | null {
  const command = Object.hasOwn(SERVING, name) ? SERVING[name] : undefined;
  return command === undefined ? null : { name, ...command };
}
