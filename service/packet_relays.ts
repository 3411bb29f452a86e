/** The UDP ports that are open, and their end. @module */

import type { Log } from "../relay/log.ts";
import type { UdpRelay } from "../relay/udp.ts";
import { logFault } from "./faults.ts";

/** Runs UDP relays. */
export class PacketRelays {
  readonly #relays = new Map<UdpRelay, Promise<void>>();

  /** Runs one until `stop`. */
  run(relay: UdpRelay, log: Log): void {
    const end = relay.run().catch((fault: unknown) => logFault(log, fault));
    this.#relays.set(relay, end);
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    for (const relay of this.#relays.keys()) relay.close();
    await Promise.all(this.#relays.values());
    this.#relays.clear();
  }
}
