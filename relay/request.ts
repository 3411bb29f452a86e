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
  /** Hands over, once, the bytes of the client that came with the handshake; valid until the stream's next pull. */
  readonly takeFirst: () => Uint8Array;
  /** Tells the client that the connection stands. */
  proceed(): Promise<void>;
  /** Tells the client that it does not, and why. */
  reject(status: Status): Promise<void>;
}

const NOTHING = new Uint8Array(0);

/** Bytes that are handed over once: their memory, which may be part of a large window, is not held any longer. */
export function handedOver(bytes: Uint8Array): () => Uint8Array {
  let held = bytes;
  return () => {
    const taken = held;
    held = NOTHING;
    return taken;
  };
}

/** The answers of a protocol that has none: silence when the connection stands, a reset when it does not. */
export function withoutAnswer(stream: Stream): Pick<Request, "proceed" | "reject"> {
  return { proceed: () => Promise.resolve(), reject: () => Promise.resolve(stream.abort()) };
}

/** Serves one request to its end. It does not throw for what peers and networks do. */
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
