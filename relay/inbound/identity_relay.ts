/** The relay role of SIP023: passes a user's stream on to the server that its identity header names, unopened. @module */

import type { IdentityRouter, Routed } from "../../crypto/identity_router.ts";
import type { Endpoint, Stream } from "../../net/types.ts";
import { ConnectionError, toConnectionError } from "../errors.ts";
import type { Drains, HandshakeLimit } from "../handshake.ts";
import { prefixedStream } from "../prefixed_stream.ts";
import { type Inbound, type Route, SilentRequest } from "../request.ts";

/** Serves one port whose clients are meant for other servers. A client that names none is drained like any prober. */
export function identityRelayInbound(router: IdentityRouter<Endpoint>, drains: Drains): Inbound {
  return {
    async handle(stream: Stream, route: Route, limit: HandshakeLimit): Promise<void> {
      const routed = await readHead(stream, router);
      if (routed instanceof ConnectionError) {
        await drains.hold(stream, limit);
        throw routed;
      }
      const { destination, head } = routed;
      return route(new SilentRequest(destination, prefixedStream(stream, head)));
    },
  };
}

/** Where the client is meant to go, or why it is refused. */
async function readHead(stream: Stream, router: IdentityRouter<Endpoint>): Promise<Routed<Endpoint> | ConnectionError> {
  try {
    const head = await stream.next();
    if (head === null) throw new ConnectionError("truncated", "Cannot pass the stream on: it ended early");
    return router.route(head);
  } catch (cause) {
    return toConnectionError(cause);
  }
}
