/** The forms of a log's lines. @module */

import { escaped } from "../config/wrong.ts";
import type { Fields, Level } from "../relay/log.ts";

/** One event as one line, with its end. */
export type LineFormat = (time: Date, level: Level, name: string, fields: Fields) => string;

/** `2026-11-22T16:00:00.123Z INFO listening address=[::]:8388`. */
export const formatLine: LineFormat = (time, level, name, fields) =>
  `${time.toISOString()} ${formatTimeless(time, level, name, fields)}`;

/** The same without its time, for a collector that notes the time itself. */
export const formatTimeless: LineFormat = (_time, level, name, fields) =>
  [level.toUpperCase(), name, ...pairsOf(fields)].join(" ") + "\n";

/** One JSON object: `time`, `level` and `event`, then the event's own fields. */
export const formatJson: LineFormat = (time, level, name, fields) => {
  // What JSON leaves as it is may still be obeyed by a terminal.
  return escaped(JSON.stringify({ time: time.toISOString(), level, event: name, ...fields })) + "\n";
};

/** The fields that have a value, as `key=value`. */
export function pairsOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([key, value]) => value === undefined ? [] : [`${key}=${plain(value)}`]);
}

/** A value as it is, or in quotes where a reader would not find its end or a terminal would obey it. */
function plain(value: string | number): string {
  const text = String(value);
  if (/^[^\s"=\\\p{C}\p{Z}]+$/u.test(text)) return text;
  return escaped(JSON.stringify(text));
}
