/** A wiring that serves connections, from its first to its last. @module */

import type { Stream } from "../net/types.ts";
import type { TcpRelay } from "../relay/tcp.ts";
import type { Connections } from "./connections.ts";
import type { Wiring } from "./wiring/types.ts";

/** A wiring that connections are served by: what it owns is freed when it is retired and the last of them has ended. */
export class WiringInUse {
  readonly wiring: Wiring;
  readonly #relay: TcpRelay | null;
  #connections = 0;
  #retired = false;

  /** @param shared what the connections need beside the wiring */
  constructor(wiring: Wiring, shared: Omit<TcpRelay, "inbound" | "outbound">) {
    this.wiring = wiring;
    this.#relay = wiring.tcp === undefined ? null : { ...wiring.tcp, ...shared };
  }

  /** Serves an accepted stream to its end. */
  serve(stream: Stream, connections: Connections): void {
    if (this.#relay === null) return stream.abort();
    this.#connections++;
    connections.serve(stream, this.#relay, this.#ended);
  }

  /** Another has taken its place, or the port is closed. */
  retire(): void {
    this.#retired = true;
    this.#settle();
  }

  /** Made once for all of them. */
  readonly #ended = (): void => {
    this.#connections--;
    this.#settle();
  };

  #settle(): void {
    if (this.#retired && this.#connections === 0) this.wiring.close?.();
  }
}
