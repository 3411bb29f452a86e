/** The UDP ports that are open, and their end. @module */

import type { Log } from "../relay/log.ts";
import type { UdpRelay } from "../relay/udp.ts";

/** Runs UDP relays. */
export class PacketRelays {
  readonly #relays = new Map<UdpRelay, Promise<void>>();

  /** Runs one until `stop`. */
  run(relay: UdpRelay, log: Log): void {
    const end = relay.run().catch((fault: unknown) => {
      // Not a peer's doing: this is a fault of the program, and whoever mends it needs the stack.
      log.event("error", "fault", { stack: fault instanceof Error ? fault.stack : String(fault) });
    });
    this.#relays.set(relay, end);
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    for (const relay of this.#relays.keys()) relay.close();
    await Promise.all(this.#relays.values());
    this.#relays.clear();
  }
}
