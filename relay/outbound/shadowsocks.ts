/** Traffic that goes through a Shadowsocks server. @module */

import type { OutboundMethod } from "../../crypto/types.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../address.ts";
import type { Limits } from "../limits.ts";
import type { Outbound } from "../request.ts";
import { ShadowsocksStream } from "../stream.ts";
import { directOutbound } from "./direct.ts";

/**
 * Dials targets through the server at an endpoint.
 *
 * @param via what reaches the server
 */
export function shadowsocksOutbound(
  server: Endpoint,
  method: OutboundMethod,
  limits: Pick<Limits, "connect" | "keepalive" | "firstPayloadWait">,
  via: Outbound = directOutbound(limits),
): Outbound {
  return {
    async dial(target) {
      const address = putAddress(target);
      const transport = await via.dial({ host: server.host, port: server.port });
      return new ShadowsocksStream(transport, method.outbound(address), { headerWait: limits.firstPayloadWait });
    },
  };
}
