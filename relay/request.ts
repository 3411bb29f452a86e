/** What an inbound asks for and how an outbound serves it: the two halves of every wiring. @module */

import type { Endpoint, Stream } from "../net/types.ts";
import type { HandshakeLimit } from "./handshake.ts";
import type { Status } from "./errors.ts";

/** One wish of a client: a connection to a target. */
export interface Request {
  /** Where the client wants to go. */
  readonly target: Endpoint;
  /** Who the client is, where there are many. */
  readonly user?: string | undefined;
  /** The client's bytes, behind the handshake. */
  readonly stream: Stream;
  /** Tells the client that the connection stands. */
  proceed(): Promise<void> | void;
  /** Tells the client that it does not, and why. */
  reject(status: Status): Promise<void> | void;
}

/** A request by a protocol without answers: silence when the connection stands, a reset when it does not. */
export class SilentRequest implements Request {
  readonly target: Endpoint;
  readonly stream: Stream;
  readonly user: string | undefined;

  constructor(target: Endpoint, stream: Stream, user?: string) {
    this.target = target;
    this.stream = stream;
    this.user = user;
  }

  proceed(): void {}

  reject(): void {
    this.stream.abort();
  }
}

/** Serves one request to its end, and closes its stream. It does not throw for what peers and networks do. */
export type Route = (request: Request) => Promise<void>;

/** Something that hands us traffic: speaks with a client and calls `route` for each of its wishes. */
export interface Inbound {
  /** Serves one accepted stream to its end; throws what a ConnectionError can be made of. */
  handle(stream: Stream, route: Route, limit: HandshakeLimit): Promise<void>;
}

/** Something that takes traffic onward. */
export interface Outbound {
  /** A stream to the target. Resolves when its transport stands; nothing of ours has been written by then. */
  dial(target: Endpoint): Promise<Stream>;
}
