/** What an outbound offers for UDP. @module */

import type { Endpoint, PacketBatch } from "../net/types.ts";

/** One association's way out: datagrams to any target, and whatever answers. */
export interface PacketPort {
  /**
   * Sends a payload to a target. The bytes may be used again once it is done: at once when it returns nothing, else when
   * the promise is fulfilled. What cannot be sent is lost, as it would be on the way.
   */
  send(target: Endpoint, payload: Uint8Array): Promise<void> | void;
  /** Says that a batch ends. */
  flush(): void;
  /** The next answers, with where they came from, borrowed until the next call; null once it is closed. */
  next(): Promise<PacketBatch | null>;
  /** Ends it; a second call does nothing. */
  close(): void;
}

/** Something that takes datagrams onward. */
export interface PacketOutbound {
  /** A way out for one association. */
  associate(): Promise<PacketPort>;
}
