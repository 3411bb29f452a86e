/**
 * `struct sockaddr` as Linux lays it out:
 *
 * ```text
 * IPv4: family u16 | port u16be | address 4
 * IPv6: family u16 | port u16be | flow 4 | address 16 | scope 4
 * ```
 *
 * @module
 */

import { plainHost } from "./hosts.ts";
import { formatIp } from "./ip.ts";
import type { Endpoint } from "./types.ts";

const AF_INET = 2;
const AF_INET6 = 10;

/** The endpoint in a `sockaddr`; null when it is of another family. */
export function parseSocketAddress(bytes: Uint8Array): Endpoint | null {
  const family = bytes[0]! | bytes[1]! << 8;
  const port = bytes[2]! << 8 | bytes[3]!;
  if (family === AF_INET) return { host: formatIp(bytes.subarray(4, 8)), port };
  if (family === AF_INET6) return { host: plainHost(formatIp(bytes.subarray(8, 24))), port };
  return null;
}
