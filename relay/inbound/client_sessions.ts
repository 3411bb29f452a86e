/** Sessions of clients that only their addresses tell apart, and whose answers bear no address. @module */

import type { PacketSession } from "../../crypto/packets.ts";
import { addressSize } from "../../crypto/socks_address.ts";

/** One session for each address, until it is closed. */
export class ClientSessions {
  readonly #sessions = new Map<string, PacketSession>();

  /** The session of a client's address. */
  of(client: string): PacketSession {
    let session = this.#sessions.get(client);
    if (session === undefined) {
      session = { key: client, user: undefined, overhead: 0, seal: stripAddress, close: () => this.#end(client) };
      this.#sessions.set(client, session);
    }
    return session;
  }

  /** Forgets all of them. */
  clear(): void {
    this.#sessions.clear();
  }

  #end(client: string): void {
    this.#sessions.delete(client);
  }
}

function stripAddress(plain: Uint8Array, out: Uint8Array): number {
  const payload = plain.subarray(addressSize(plain));
  out.set(payload);
  return payload.length;
}
