/** What each thread serves of a config. @module */

import type { Config, LocalEntry, Mode, ServerEntry } from "../config/types.ts";
import { portsOf } from "./plan.ts";
import type { ListenerInfo } from "./types.ts";
import type { SaltsOfPorts } from "./workers_salts.ts";

/** What a further thread is told; it can be posted. */
export interface WorkerPlan {
  readonly config: Config;
  /** The salts of its ports, under the names that they have in its own config. */
  readonly salts: SaltsOfPorts;
  /** All users that the first thread has known so far, in the order of their places among the counts. */
  readonly users: readonly string[];
}

/** How many threads serve a config on a machine with so many processors. */
export function workerCount({ workers = 1 }: Config, processors: number): number {
  return workers === "auto" ? Math.max(1, processors) : workers;
}

/** The config with each thread's part of what is limited for all together: TCP is divided evenly among them. */
export function ofOneThread(config: Config, threads: number): Config {
  const share = (whole: number) => Math.max(1, Math.floor(whole / threads));
  const { drains, dnsQuestions } = config.limits;
  return { ...config, limits: { ...config.limits, drains: share(drains), dnsQuestions: share(dnsQuestions) } };
}

/**
 * What further threads serve: the TCP ports where the first one listens. A UDP port has one socket, and stays with it.
 *
 * @param listeners the ports of the first, in the config's order
 * @param salts by the names of the config's ports
 * @param users that are counted
 */
export function planOf(
  config: Config,
  listeners: readonly ListenerInfo[],
  salts: SaltsOfPorts,
  users: readonly string[],
): WorkerPlan {
  const servers: ServerEntry[] = [];
  const locals: LocalEntry[] = [];
  const names: string[] = [];
  for (const [index, [name, { role, entry }]] of [...portsOf(config)].entries()) {
    const mode = modeOf(role, entry);
    if (mode === null) continue;
    const { port } = listeners[index] ?? entry;
    names.push(name);
    if (role === "server") servers.push({ ...entry, ...mode, port });
    else locals.push({ ...entry, ...mode, port });
  }
  const further = { ...config, servers, locals };
  return { config: further, salts: renamed(salts, names, [...portsOf(further).keys()]), users };
}

/** What a further thread carries of a port; null where that is nothing. */
function modeOf(role: ListenerInfo["role"], entry: ServerEntry | LocalEntry): { mode?: Mode } | null {
  // The datagrams of SOCKS5 come to ports of their own, each beside a connection.
  if (role === "local" && "protocol" in entry && entry.protocol === "socks") return {};
  return entry.mode === "udp_only" ? null : { mode: "tcp_only" };
}

function renamed(salts: SaltsOfPorts, from: readonly string[], to: readonly string[]): SaltsOfPorts {
  return new Map(from.flatMap((name, index) => {
    const found = salts.get(name);
    return found === undefined ? [] : [[to[index] ?? name, found] as const];
  }));
}
