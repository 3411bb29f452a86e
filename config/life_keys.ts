/** The keys about the program itself, each with its check: threads, and how it lives in its system. @module */

import { checkBoolean, checkChoice, checkText } from "./check.ts";
import { readBounded } from "./limits.ts";
import { LOG_KEYS } from "./log_keys.ts";
import type { Parts } from "./parts.ts";
import { isRecord, type Reader } from "./reading.ts";
import type { LifeConfig } from "./types.ts";
import { type Where, wrong } from "./wrong.ts";

/** The most threads that make sense. */
const MOST_WORKERS = 256;

/** The keys by name. An empty path or name is none. */
export const LIFE_READERS: Readonly<Record<string, Reader>> = {
  ...LOG_KEYS,
  workers: (value, where, parts) => parts.workers = readWorkers(value, where),
  runtime: readRuntime,
  pid_file: life((value, where) => value === "" ? {} : { pidFile: checkText(value, where) }),
  daemonize: life(readBackground),
  daemon: life(readBackground),
  user: life((value, where) => value === "" || value === null ? {} : { user: checkText(value, where) }),
  nofile: life((value, where) => ({ openFiles: readBounded(value, where, "count", 1) })),
  grace: life((value, where) => ({ grace: readBounded(value, where, "seconds", 0) })),
  security: readSecurity,
};

/** A reader of a part of what is said about the program's life. */
function life(read: (value: unknown, where: Where) => LifeConfig): Reader {
  return (value, where, parts) => {
    const said = read(value, where);
    if (Object.keys(said).length > 0) parts.life = { ...parts.life, ...said };
  };
}

/** Yes or no; the Python program says "start". */
function readBackground(value: unknown, where: Where): LifeConfig {
  return { background: value === "start" || checkBoolean(value, where) };
}

/** How many threads. */
export function readWorkers(value: unknown, where: Where): number | "auto" {
  if (value === "auto") return value;
  const count = typeof value === "string" && /^\d{1,3}$/.test(value) ? Number(value) : value;
  if (typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= MOST_WORKERS) return count;
  throw wrong(where, value, `a whole number from 1 to ${MOST_WORKERS}, or "auto"`);
}

/** The threads of shadowsocks-rust: one, or as many as are counted, or one for each processor. */
function readRuntime(value: unknown, where: Where, parts: Parts): void {
  if (!isRecord(value)) throw wrong(where, value, "{ mode, worker_count }");
  const modeAt = { ...where, key: `${where.key}.mode` };
  const mode = checkChoice(value.mode ?? "multi_thread", modeAt, ["single_thread", "multi_thread"]);
  const countAt = { ...where, key: `${where.key}.worker_count` };
  const count = value.worker_count === undefined ? "auto" : readWorkers(value.worker_count, countAt);
  parts.workers = mode === "single_thread" ? 1 : count;
}

/** What repeats is refused: a policy that would let it pass is not followed, which protects more and never less. */
function readSecurity(value: unknown, where: Where, _parts: Parts, { warn }: Parameters<Reader>[3]): void {
  const attack = isRecord(value) ? value.replay_attack ?? {} : null;
  if (!isRecord(attack)) throw wrong(where, value, "{ replay_attack: { policy } }");
  const at = { ...where, key: `${where.key}.replay_attack.policy` };
  const policy = checkChoice(attack.policy ?? "default", at, ["default", "reject", "ignore", "detect"]);
  if (policy === "ignore" || policy === "detect") warn(at, "is not used: what repeats is always refused");
}
