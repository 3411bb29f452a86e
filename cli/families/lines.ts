/** Log lines in the forms of other families, for those who read them by machine. @module */

import { escaped } from "../../config/wrong.ts";
import type { Fields, Level } from "../../relay/log.ts";
import { type LineFormat, pairsOf } from "../log_lines.ts";
import type { Foreign } from "./family.ts";

/** How the Python program names the levels. */
const PYTHON_LEVELS: Readonly<Record<Level, string>> = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
};

/** The level as it is named. What that program serves without a word is no warning in its log. */
function pythonLevel(level: Level, name: string): string {
  return PYTHON_LEVELS[name === "method" && level === "warn" ? "info" : level];
}

/** `LEVEL: text`, as the Python program writes before it has read its config. */
export const formatEarly: LineFormat = (_time, level, name, fields) => {
  return `${pythonLevel(level, name)}: ${textOf(name, fields, startingAt)}\n`;
};

/** `YYYY-MM-DD HH:MM:SS LEVEL    text`, in local time, as the Python program writes from then on. */
export const formatPython: LineFormat = (time, level, name, fields) => {
  return `${localTime(time)} ${pythonLevel(level, name).padEnd(8)} ${textOf(name, fields, startingAt)}\n`;
};

/** ` YYYY-MM-DD HH:MM:SS LEVEL: text`, in local time, as shadowsocks-libev writes. */
export const formatLibev: LineFormat = (time, level, name, fields) => {
  return ` ${localTime(time)} ${formatLibevTimeless(time, level, name, fields)}`;
};

/** The same without its time. */
const formatLibevTimeless: LineFormat = (_time, level, name, fields) => {
  const named = level === "error" ? "ERROR" : level === "warn" ? "WARNING" : "INFO";
  return `${named}: ${textOf(name, fields, listeningAt)}\n`;
};

/** `2026-11-22T16:00:00.123Z  INFO text`, as shadowsocks-rust writes. */
const formatRust: LineFormat = (time, level, name, fields) => {
  return `${time.toISOString()} ${formatRustTimeless(time, level, name, fields)}`;
};

/** The same without its time. */
const formatRustTimeless: LineFormat = (_time, level, name, fields) => {
  return `${level.toUpperCase().padStart(5)} ${textOf(name, fields, listeningOn)}\n`;
};

/** How a family says that a port is open. */
type Listening = (role: string, address: string) => string;

const startingAt: Listening = (role, address) => `starting ${role} at ${address}`;
const listeningAt: Listening = (role, address) => `${role === "server" ? "tcp server " : ""}listening at ${address}`;
const listeningOn: Listening = (role, address) => `shadowsocks ${role} listening on ${address}`;

/** What an event says: its message where it is one, the words that those programs have for it, or its fields. */
function textOf(name: string, fields: Fields, listening: Listening): string {
  const { message, role, address } = fields;
  if (name === MESSAGE) return escaped(String(message));
  if (name === "listening") return escaped(listening(String(role), String(address)));
  if (message !== undefined) return escaped(`${name}: ${message}`);
  return [name, ...pairsOf(fields)].join(" ");
}

/** The name of an event that is a sentence and nothing else. */
export const MESSAGE = "message";

/** `YYYY-MM-DD HH:MM:SS` where the machine is. */
function localTime(time: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":")}`;
}

/** The forms of a family's lines: before its config is read, afterwards, and where no time is wanted. */
export const FORMS: Readonly<Record<Foreign, Readonly<Record<"early" | "lines" | "timeless", LineFormat>>>> = {
  python: { early: formatEarly, lines: formatPython, timeless: formatEarly },
  libev: { early: formatLibev, lines: formatLibev, timeless: formatLibevTimeless },
  rust: { early: formatRust, lines: formatRust, timeless: formatRustTimeless },
};
