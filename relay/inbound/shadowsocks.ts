/** The server's side of Shadowsocks: opens what a client sends and reads where it wants to go. @module */

import type { InboundMethod } from "../../crypto/types.ts";
import type { Endpoint, Stream } from "../../net/types.ts";
import { type ConnectionError, toConnectionError } from "../errors.ts";
import type { Drains, HandshakeLimit } from "../handshake.ts";
import { type Inbound, type Route, withoutAnswer } from "../request.ts";
import { ShadowsocksStream } from "../stream.ts";
import { HandshakeReader, takeAddress } from "./reader.ts";

/** What an inbound needs beside its method. */
export interface ShadowsocksInboundOptions {
  /** Where refused connections end. */
  readonly drains: Drains;
}

/** Serves clients of one port. A client that fails is not answered and not let go before its time. */
export function shadowsocksInbound(method: InboundMethod, { drains }: ShadowsocksInboundOptions): Inbound {
  return {
    async handle(transport: Stream, route: Route, limit: HandshakeLimit): Promise<void> {
      const stream = new ShadowsocksStream(transport, method.inbound(transport.remote.host));
      try {
        const refused = await serve(stream, route);
        if (refused === null) return;
        await drains.hold(transport, limit);
        throw refused;
      } finally {
        stream.close();
      }
    },
  };
}

/** Serves the client; returns why it was refused when its first bytes were not a client's. */
async function serve(stream: ShadowsocksStream, route: Route): Promise<ConnectionError | null> {
  const reader = new HandshakeReader(stream);
  let target: Endpoint;
  try {
    target = await takeAddress(reader);
  } catch (cause) {
    return toConnectionError(cause);
  }
  await route({
    target,
    user: stream.user,
    stream,
    first: reader.held,
    ...withoutAnswer(stream),
  });
  return null;
}
