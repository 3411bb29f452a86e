/** The keys about the program itself: threads, log, and how it lives in its system. @module */

import type { KeyRow } from "./key_table.ts";

/** The rows. */
export const LIFE_KEYS: readonly KeyRow[] = [
  {
    name: "crypto",
    kind: "provider",
    says: "Which provider serves the ciphers; a path is that of the libcrypto that does.",
    default: "auto",
  },
  {
    name: "workers",
    kind: "workers",
    says: "Threads that serve TCP; `auto` is one for each processor.",
    default: "1",
    dialects: ["python"],
  },
  {
    name: "runtime",
    kind: "runtime",
    says: "The same as an object: `mode` (`single_thread` or `multi_thread`) and `worker_count`.",
    dialects: ["rust"],
  },
  {
    name: "log",
    kind: "log",
    says: "What is written to the log: `level` (`debug`, `info`, `warn`, `error`), `format` (`text`, `json`), `file`.",
    dialects: ["rust"],
  },
  {
    name: "log_level",
    kind: "choice",
    says: "The least level that is written.",
    choices: ["debug", "info", "warn", "error"],
    default: "info",
  },
  {
    name: "log_file",
    kind: "path",
    says: "The file that log lines are added to.",
    default: "standard error",
    dialects: ["python"],
  },
  {
    name: "verbose",
    kind: "number",
    says: "A number: above 0 more is logged (`debug`), below 0 less (`warn`, then `error`); or true or false.",
    default: "0",
    dialects: ["python"],
  },
  {
    name: "quiet",
    kind: "boolean",
    says: "Whether warnings and errors alone are logged.",
    default: "false",
  },
  {
    name: "pid_file",
    kind: "path",
    says: "The file that holds the process id while the program runs.",
    dialects: ["python"],
  },
  {
    name: "daemonize",
    kind: "boolean",
    says: "Whether the program goes to the background once it serves.",
    also: { daemon: "python" },
    default: "false",
  },
  {
    name: "user",
    kind: "text",
    says: "The user that the program becomes once its ports are open.",
    dialects: ["python", "libev"],
  },
  {
    name: "nofile",
    kind: "count",
    says: "The most descriptors that it may have open.",
    least: 1,
    dialects: ["libev", "rust"],
  },
  {
    name: "grace",
    kind: "seconds",
    says: "Seconds that open connections get to end when the program is stopped.",
    least: 0,
    default: "5",
  },
  {
    name: "security",
    kind: "security",
    says: "`{replay_attack: {policy}}`: what repeats is refused, whatever the policy.",
    dialects: ["rust"],
  },
];
