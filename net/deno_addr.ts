/** Deno's addresses as ours. @module */

import { plainHost } from "./hosts.ts";
import type { Endpoint } from "./types.ts";

/** The endpoint of a TCP or UDP socket's address. */
export function endpointOf(addr: Deno.Addr): Endpoint {
  // The type covers Unix sockets and others; ours are never those.
  const { hostname, port } = addr as Deno.NetAddr;
  return { host: plainHost(hostname), port };
}
