/** The servers that one section of a file names: each place with each port, and the password. @module */

import type { Place } from "./address.ts";
import { DEFAULT_SERVER_PORT } from "./defaults.ts";
import { type MethodChoice, methodOf } from "./method_choice.ts";
import type { Parts, PortPassword } from "./parts.ts";
import { type Section, serverSections } from "./sections.ts";
import { hasUsersAlone } from "./sharing.ts";
import { ConfigError, type ServerEntry } from "./types.ts";

/** One server; a place's own port counts before the common one. */
export function serverEntry(parts: Section, place: Place, common: PortPassword, { row }: MethodChoice): ServerEntry {
  return {
    host: place.host,
    port: parts.portPassword ? common.port : place.port ?? common.port,
    method: row.name,
    password: common.password,
    ...(parts.users === undefined ? {} : { users: [...parts.users] }),
    ...(parts.destinations === undefined ? {} : { destinations: [...parts.destinations] }),
    ...(parts.name === undefined ? {} : { name: parts.name }),
  };
}

/** What a port carries, where that was said. */
export function carried({ mode }: Section): Pick<Parts, "mode"> {
  return mode === undefined ? {} : { mode };
}

/** The ports of a server. */
export function portsOf({ ports, port = DEFAULT_SERVER_PORT }: Section): readonly number[] {
  return ports ?? [port];
}

/** The ports that share one password. */
export function sharedPassword(section: Section): PortPassword[] {
  const password = passwordOf(section);
  return portsOf(section).map((port) => ({ port, password }));
}

/** The password; only method none goes without one, and a port whose users have theirs. */
function passwordOf(parts: Section): string {
  if (!lacksPassword(parts)) return parts.password ?? "";
  throw new ConfigError(
    'Cannot start without a password: expected --password, "password" in a config file, or UMBRA_PASSWORD in the environment',
  );
}

/**
 * Whether a password is still to be found.
 *
 * @throws {ConfigError} when the method that would take it may not be used.
 */
export function needsPassword(parts: Parts): boolean {
  return parts.links === undefined && serverSections(parts).some(lacksPassword);
}

/** Whether the password of one server is still to be found. */
function lacksPassword(section: Section): boolean {
  if (section.portPassword !== undefined || section.password !== undefined) return false;
  const method = methodOf(section);
  return method.row.kind !== "none" && !hasUsersAlone(section, method);
}
