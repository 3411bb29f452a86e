/** Traffic that goes through a Shadowsocks server. @module */

import { connect } from "#net";
import type { OutboundMethod } from "../../crypto/types.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../address.ts";
import type { Limits } from "../limits.ts";
import type { Outbound } from "../request.ts";
import { ShadowsocksStream } from "../stream.ts";

/** Dials targets through the server at an endpoint. */
export function shadowsocksOutbound(
  server: Endpoint,
  method: OutboundMethod,
  limits: Pick<Limits, "connect" | "keepalive" | "firstPayloadWait">,
): Outbound {
  return {
    async dial(target) {
      const address = putAddress(target);
      const { connect: timeout, keepalive } = limits;
      const transport = await connect({ ...server, timeout, keepalive });
      return new ShadowsocksStream(transport, method.outbound(address), { headerWait: limits.firstPayloadWait });
    },
  };
}
