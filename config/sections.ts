/** The servers, and the ports for applications, that parts name: one at the top, or entries of lists, or both. @module */

import { namesServer, type Parts } from "./parts.ts";
import { ConfigError, type Mode } from "./types.ts";

/** One server or one port for applications: parts without lists of either. */
export type Section = Omit<Parts, "servers" | "locals">;

/** The servers. An entry has the method, password and mode around it where it names none. */
export function serverSections({ locals: _, servers, ...top }: Parts): Section[] {
  if (servers === undefined) return [top];
  const { method, password, mode, allowLegacy, outboundProxy, at } = top;
  const entries = servers.map((entry) => {
    const inherited = entry.users === undefined && password !== undefined ? { password } : {};
    return {
      ...(method === undefined ? {} : { method }),
      ...inherited,
      ...(mode === undefined ? {} : { mode }),
      ...(allowLegacy === undefined ? {} : { allowLegacy }),
      ...(outboundProxy === undefined ? {} : { outboundProxy }),
      ...entry,
      at: { ...at, ...entry.at },
    };
  });
  return namesServer(top) ? [top, ...entries] : entries;
}

/** The ports for applications. An entry has the mode around it where it names none. */
export function localSections({ servers: _, locals, ...top }: Parts): Section[] {
  if (locals === undefined) return [top];
  const { mode, outboundProxy } = top;
  const entries = locals.map((entry) => ({
    ...(mode === undefined ? {} : { mode }),
    ...(outboundProxy === undefined ? {} : { outboundProxy }),
    ...entry,
  }));
  return top.localPort === undefined ? entries : [top, ...entries];
}

/**
 * Holds each port to one use.
 *
 * @throws {ConfigError} when two entries would listen at the same place for the same.
 */
export function checkOnce(entries: readonly { host: string; port: number; mode?: Mode }[]): void {
  const taken = new Set<string>();
  for (const { host, port, mode = "tcp_and_udp" } of entries) {
    for (const carried of ["tcp", "udp"]) {
      if (port === 0 || (mode !== "tcp_and_udp" && !mode.startsWith(carried))) continue;
      const place = `${carried} ${host} ${port}`;
      if (taken.has(place)) {
        throw new ConfigError(`Cannot listen on ${host} port ${port} twice: expected a port of its own for each`);
      }
      taken.add(place);
    }
  }
}
