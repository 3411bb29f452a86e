/** The keys about the log, each with its check. @module */

import type { Level } from "../relay/log.ts";
import { checkBoolean, checkChoice, checkText } from "./check.ts";
import { isRecord, type Reader, type Reading } from "./reading.ts";
import type { LogConfig } from "./types.ts";
import { type Where, wrong } from "./wrong.ts";

/** The levels by name. */
const LEVELS: readonly Level[] = ["debug", "info", "warn", "error"];

/** The keys by name. */
export const LOG_KEYS: Readonly<Record<string, Reader>> = {
  log: log(readLog),
  log_level: log((value, where) => ({ level: readLevel(value, where) })),
  log_file: log((value, where) => value === "" ? {} : { file: checkText(value, where) }),
  verbose: log((value, where) => ({ level: readVerbose(value, where) })),
  quiet: log((value, where) => checkBoolean(value, where) ? { level: "warn" } : {}),
};

/** A reader of a part of what is said about the log. */
function log(read: (value: unknown, where: Where, reading: Reading) => LogConfig): Reader {
  return (value, where, parts, reading) => {
    const said = read(value, where, reading);
    if (Object.keys(said).length > 0) parts.log = { ...parts.log, ...said };
  };
}

/** `{ level, format, file }`; shadowsocks-rust counts its levels, and its format and its files are not ours. */
function readLog(value: unknown, where: Where, reading: Reading): LogConfig {
  if (!isRecord(value)) throw wrong(where, value, "{ level, format, file }");
  const said: LogConfig = {};
  for (const [name, item] of Object.entries(value)) {
    const at = { ...where, key: `${where.key}.${name}` };
    if (name === "level") said.level = readLevel(item, at);
    else if (name === "format" && !isRecord(item)) said.format = checkChoice(item, at, ["text", "json"]);
    else if (name === "file") said.file = checkText(item, at);
    else if (name !== "format" || !saysNothing(item)) {
      reading.warn(at, 'is not used: expected "level", "format" ("text" or "json") and "file"');
    }
  }
  return said;
}

/** In shadowsocks-rust, lines have the time unless told. */
function saysNothing(format: unknown): boolean {
  return isRecord(format) && Object.entries(format).every(([key, value]) => key === "without_time" && value === false);
}

/** A level by its name, or as the number of `-v` that would give it. */
function readLevel(value: unknown, where: Where): Level {
  return typeof value === "number" ? readVerbose(value, where) : checkChoice(value, where, LEVELS);
}

/** A count of `-v`, below 0 of `-q`; or whether there was one. */
function readVerbose(value: unknown, where: Where): Level {
  if (typeof value === "boolean") return value ? "debug" : "info";
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrong(where, value, "a whole number, true or false");
  if (value > 0) return "debug";
  return value === 0 ? "info" : value === -1 ? "warn" : "error";
}
