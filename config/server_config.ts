/** From what the sources said to the config of a server. @module */

import type { Endpoint } from "../relay/address.ts";
import type { Place } from "./address.ts";
import { checkDatagramsPass } from "./datagrams.ts";
import { DEFAULT_SERVER_HOST } from "./defaults.ts";
import { methodOf } from "./method_choice.ts";
import { type Parts, type PortPassword, whereOf } from "./parts.ts";
import { checkOnce, type Section, serverSections } from "./sections.ts";
import { carried, portsOf, serverEntry, sharedPassword } from "./server_entry.ts";
import { checkServerKey } from "./server_keys.ts";
import { commonConfig, requireOne } from "./common_config.ts";
import { checkSharing, hasUsersAlone } from "./sharing.ts";
import type { Config, ServerEntry } from "./types.ts";
import type { Where } from "./wrong.ts";

/** Where a server would listen. */
export function listeningAt(parts: Parts): Endpoint[] {
  return serverSections(parts).flatMap((section) => {
    const places = listening(section.places ?? [{ host: DEFAULT_SERVER_HOST }]);
    return portsOf(section).flatMap((port) => places.map((place) => ({ host: place.host, port: place.port ?? port })));
  });
}

/** The config of a server: every place with every port. */
export function serverConfig(parts: Parts): Config {
  const servers = serverSections(parts).flatMap(serverEntries);
  requireOne(servers, "servers");
  checkOnce(servers);
  return { ...commonConfig(parts), servers, locals: [] };
}

/** The ports of one server. */
function serverEntries(section: Section): ServerEntry[] {
  checkDatagramsPass(section);
  const method = methodOf(section);
  const ports = section.portPassword ?? sharedPassword(section);
  if (!hasUsersAlone(section, method)) {
    for (const port of ports) checkServerKey(port.password, keyAt(section, port), method);
  }
  checkSharing(section, method);
  const places = listening(section.places ?? [{ host: DEFAULT_SERVER_HOST }]);
  return ports.flatMap((port) =>
    places.map((place) => ({ ...serverEntry(section, place, port, method), ...carried(section) }))
  );
}

/** Where the password of a port stands. */
function keyAt(parts: Section, { port }: PortPassword): Where {
  if (parts.portPassword === undefined) return whereOf(parts, "password");
  const where = whereOf(parts, "portPassword");
  return { ...where, key: `${where.key}.${port}` };
}

/** The places to listen on: `::` serves IPv4 too, and the system refuses `0.0.0.0` beside it. */
function listening(places: readonly Place[]): readonly Place[] {
  const all6 = places.find((place) => /^[0:]*:[0:]*$/.test(place.host));
  return places.filter((place) => place.host !== "0.0.0.0" || !all6 || all6.port !== place.port);
}
