/** The proxies that a config puts between us and everybody else. @module */

import type { Config } from "../../config/types.ts";
import type { OutboundMethod } from "../../crypto/types.ts";
import type { Endpoint } from "../../net/types.ts";
import type { Limits } from "../../relay/limits.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import type { Hop, ServerHop } from "../../relay/outbound/hop.ts";
import { proxyChain, type ReadyHop } from "../../relay/outbound/proxy_chain.ts";
import { shadowsocksOutbound } from "../../relay/outbound/shadowsocks.ts";
import type { Outbound } from "../../relay/request.ts";
import type { Targets } from "../../relay/targets.ts";

/** Makes a Shadowsocks server's method ready. */
export type PrepareMethod = (server: Pick<ServerHop, "method" | "password">) => Promise<OutboundMethod>;

/** The config's proxies with their keys prepared; none where it names none. */
export function readyProxies({ outboundProxy = [] }: Config, prepare: PrepareMethod): Promise<ReadyHop[]> {
  const ready = async (hop: Hop): Promise<ReadyHop> => hop.kind === "ss" ? { ...hop, method: await prepare(hop) } : hop;
  return Promise.all(outboundProxy.map(ready));
}

/**
 * To a Shadowsocks server, which is the last of the proxies where there are some.
 *
 * @param targets looks the name up of what is connected to from here
 */
export function serverOutbound(
  { host, port }: Endpoint,
  method: OutboundMethod,
  proxies: readonly ReadyHop[],
  limits: Limits,
  targets: Targets,
): Outbound {
  const direct = directOutbound(limits, { targets });
  if (proxies.length === 0) return shadowsocksOutbound({ host, port }, method, limits, direct);
  return proxyChain([...proxies, { kind: "ss", host, port, method }], direct, limits);
}
