/** Traffic that passes one proxy, or several in turn, on its way. @module */

import type { OutboundMethod } from "../../crypto/types.ts";
import { formatEndpoint } from "../../net/hosts.ts";
import { after } from "../../net/timers.ts";
import type { Endpoint, Stream } from "../../net/types.ts";
import { putAddress } from "../address.ts";
import type { PacketOutbound } from "../datagrams.ts";
import { ConnectionError, toConnectionError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { Outbound } from "../request.ts";
import { ShadowsocksStream } from "../stream.ts";
import type { ProxyHop } from "./hop.ts";
import { connectByHttp } from "./http_client.ts";
import { connectBySocks } from "./socks_client.ts";

/** A proxy that is ready to be used: a Shadowsocks server's keys are prepared. */
export type ReadyHop = ProxyHop | (Endpoint & { readonly kind: "ss"; readonly method: OutboundMethod });

/**
 * Dials targets through the proxies, in their order. What fails at one closes the whole way to it.
 *
 * @param first connects to the first proxy
 */
export function proxyChain(
  hops: readonly ReadyHop[],
  first: Outbound,
  limits: Pick<Limits, "connect" | "firstPayloadWait">,
): Outbound {
  return {
    async dial(target) {
      let stream = await first.dial(hops[0] ?? target);
      for (const [i, hop] of hops.entries()) stream = await pass(stream, hop, hops[i + 1] ?? target, limits);
      return stream;
    },
  };
}

/**
 * What becomes of datagrams where connections go through proxies: HTTP and Shadowsocks over a stream carry none, and past
 * the proxies they would show where the connections hide. Every association is refused.
 */
export function noPackets(): PacketOutbound {
  return {
    associate: () =>
      Promise.reject(
        new ConnectionError("denied", "Cannot carry datagrams: the upstream proxies carry connections alone"),
      ),
  };
}

/** The stream behind one proxy; closed with all that is under it when the proxy does not let us through in time. */
async function pass(
  stream: Stream,
  hop: ReadyHop,
  target: Endpoint,
  { connect, firstPayloadWait }: Pick<Limits, "connect" | "firstPayloadWait">,
): Promise<Stream> {
  let late = false;
  const wait = after(connect, () => {
    late = true;
    stream.abort();
  });
  try {
    return await handshake(stream, hop, target, firstPayloadWait);
  } catch (cause) {
    stream.close();
    const { status, message } = toConnectionError(cause);
    const proxy = formatEndpoint(hop);
    if (late) throw new ConnectionError("timeout", `Cannot connect through the proxy ${proxy}: no answer in time`);
    throw new ConnectionError(status, `${message}, at ${proxy}`, { cause });
  } finally {
    wait.cancel();
  }
}

function handshake(stream: Stream, hop: ReadyHop, target: Endpoint, headerWait: number): Promise<Stream> | Stream {
  switch (hop.kind) {
    case "socks5":
      return connectBySocks(stream, target, hop);
    case "http":
      return connectByHttp(stream, target, hop);
    case "ss":
      return new ShadowsocksStream(stream, hop.method.outbound(putAddress(target)), { headerWait });
  }
}
