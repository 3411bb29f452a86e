/** The log: one line an event, `2026-11-22T16:00:00.123Z INFO listening address=[::]:8388`. @module */

import { escaped } from "../config/wrong.ts";
import { atLeast, type Fields, type Level, type Log } from "../relay/log.ts";
import type { Given } from "./flags.ts";
import { UsageError } from "./flags.ts";

/** A log that hands each line, with its end, to `write`. */
export function createLog(level: Level, write: (line: string) => void, now = () => new Date()): Log {
  return {
    level,
    event(of, name, fields = {}) {
      if (atLeast(of, level)) write(formatLine(now(), of, name, fields));
    },
  };
}

/** The level that the flags ask for. */
export function levelOf({ switches }: Given): Level {
  if (switches.has("verbose") && switches.has("quiet")) {
    throw new UsageError("Cannot read the command line: --verbose and --quiet exclude each other");
  }
  return switches.has("verbose") ? "debug" : switches.has("quiet") ? "warn" : "info";
}

/** One event as one line. */
export function formatLine(time: Date, level: Level, name: string, fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([key, value]) => value === undefined ? [] : [`${key}=${plain(value)}`]);
  return [time.toISOString(), level.toUpperCase(), name, ...pairs].join(" ") + "\n";
}

/** A value as it is, or in quotes where a reader would not find its end or a terminal would obey it. */
function plain(value: string | number): string {
  const text = String(value);
  if (/^[^\s"=\\\p{C}\p{Z}]+$/u.test(text)) return text;
  return escaped(JSON.stringify(text));
}
