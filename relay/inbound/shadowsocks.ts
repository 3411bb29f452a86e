/** The server's side of Shadowsocks: opens what a client sends and reads where it wants to go. @module */

import type { InboundMethod } from "../../crypto/types.ts";
import type { Stream } from "../../net/types.ts";
import { ConnectionError, toConnectionError } from "../errors.ts";
import type { Drains, HandshakeLimit } from "../handshake.ts";
import { type Inbound, type Request, type Route, SilentRequest } from "../request.ts";
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
      const request = await readRequest(stream);
      // Not awaited: what was needed for the handshake is not held for the life of the connection.
      if (!(request instanceof ConnectionError)) return route(request);
      await drains.hold(transport, limit);
      stream.close();
      throw request;
    },
  };
}

/** What the client wants; why it is refused when its first bytes are not a client's. */
async function readRequest(stream: ShadowsocksStream): Promise<Request | ConnectionError> {
  const reader = new HandshakeReader(stream);
  try {
    const target = await takeAddress(reader);
    stream.unread(reader.takeHeld());
    return new SilentRequest(target, stream, stream.user);
  } catch (cause) {
    return toConnectionError(cause);
  }
}
