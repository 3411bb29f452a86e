/** The line that SIGUSR2 asks for: how the service fares, in numbers. @module */

import { formatEndpoint } from "../net/hosts.ts";
import { atLeast, type Fields, type Level, type Log } from "../relay/log.ts";
import type { Service } from "../service/mod.ts";

/** Writes the line, at a level that the log writes: somebody asked for it. */
export function logStatus(log: Log, service: Service, seconds: number, memory: number): void {
  log.event(levelFor(log.level), "status", statusFields(service, seconds, memory));
}

/**
 * The numbers.
 *
 * @param seconds since the start
 * @param memory bytes that the process holds
 */
export function statusFields({ listeners, counters }: Service, seconds: number, memory: number): Fields {
  const ended = Object.entries(counters.ended).map(([status, count]) => `${status}:${count}`);
  return {
    uptime: Math.round(seconds),
    ports: listeners.map((listener) => `${listener.role}:${formatEndpoint(listener)}`).join(",") || "none",
    open: counters.active,
    accepted: counters.accepted,
    associations: counters.associations,
    up: counters.up,
    down: counters.down,
    ended: ended.join(",") || "none",
    memory,
  };
}

function levelFor(threshold: Level): Level {
  return atLeast("info", threshold) ? "info" : threshold;
}
