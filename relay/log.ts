/** What the rooms say to a log: one event, one line. How it is written is the caller's business. @module */

/** How much an event matters, from least to most. */
export type Level = "debug" | "info" | "warn" | "error";

/** What is said beside an event's name; a field that is undefined is left out. Never holds a secret. */
export type Fields = Record<string, string | number | undefined>;

/** Where events go. */
export interface Log {
  /** The least level that is written; a caller may ask before it works out what to say. */
  readonly level: Level;
  /** Writes one event, unless its level is below the log's own. */
  event(level: Level, name: string, fields?: Fields): void;
}

/** The levels in order. */
const ORDER: Readonly<Record<Level, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Whether an event of this level passes a threshold. */
export function atLeast(level: Level, threshold: Level): boolean {
  return ORDER[level] >= ORDER[threshold];
}
