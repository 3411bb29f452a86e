/** The host that stands in the server's link. No outside service is asked. @module */

import type { Host } from "../net/types.ts";

/** A host for the link, and what is to be said about it. */
export interface PublicHost {
  /** Address or name, IPv6 without brackets. */
  readonly host: string;
  /** One line, where clients elsewhere may not reach that host. */
  readonly note?: string;
}

/** Networks that are not reached from the Internet. */
const PRIVATE = [
  /^(?:10|127|169\.254|192\.168)\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^f[cd][0-9a-f]{2}:/i,
  /^fe[89ab][0-9a-f]:/i,
  /^::1$/,
];

/** The host that was named, else the one that is listened on, else the address that the default route leaves by. */
export function findPublicHost(named: string | undefined, listening: string, host: Host): PublicHost {
  if (named !== undefined) return { host: named };
  const found = isWildcard(listening) ? host.defaultRouteAddress() : listening;
  if (found === null) {
    return { host: "127.0.0.1", note: "No default route was found: give --public-host for clients on other machines." };
  }
  if (!isPrivate(found)) return { host: found };
  return {
    host: found,
    note: `${found} is a private address: give --public-host when clients are on other networks.`,
  };
}

/** Whether it is an IP address that the Internet does not reach. */
export function isPrivate(address: string): boolean {
  return PRIVATE.some((network) => network.test(address));
}

/** Whether it stands for every address of the machine. */
function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || /^[0:]*:[0:]*$/.test(host);
}
