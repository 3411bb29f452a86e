/** Datagrams that go straight to their targets. @module */

import { bindPackets, SocketError } from "#net";
import { parseIp } from "../../net/ip.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "../../net/types.ts";
import type { PacketOutbound, PacketPort } from "../datagrams.ts";
import { AssociationNames } from "../names.ts";

/** One socket for each association, so that any remote may answer (a full cone). */
export function directPackets(resolve?: (name: string) => Promise<string[]>): PacketOutbound {
  return { associate: async () => new DirectPort(await bindAnywhere(), new AssociationNames(resolve)) };
}

/** Both families from one socket; IPv4 alone where the machine has no IPv6. */
async function bindAnywhere(): Promise<PacketSocket> {
  try {
    return await bindPackets({ host: "::", port: 0 });
  } catch (cause) {
    if (!(cause instanceof SocketError) || cause.fault !== "address-unavailable") throw cause;
    return await bindPackets({ host: "0.0.0.0", port: 0 });
  }
}

class DirectPort implements PacketPort {
  readonly #socket: PacketSocket;
  readonly #names: AssociationNames;
  /** The last target that is an address: mostly the next one too. */
  #lastAddress: Endpoint | null = null;

  constructor(socket: PacketSocket, names: AssociationNames) {
    this.#socket = socket;
    this.#names = names;
  }

  send(target: Endpoint, payload: Uint8Array): Promise<void> | void {
    if (target === this.#lastAddress) return this.#socket.send(payload, target);
    const { host, port } = target;
    if (parseIp(host) !== null) {
      this.#lastAddress = target;
      return this.#socket.send(payload, target);
    }
    const later = (address: string, kept: Uint8Array) => {
      void this.#socket.send(kept, { host: address, port });
      this.#socket.flush();
    };
    const address = this.#names.resolve(host, payload, later);
    if (address !== null) return this.#socket.send(payload, { host: address, port });
  }

  flush(): void {
    this.#socket.flush();
  }

  next(): Promise<PacketBatch | null> {
    return this.#socket.next();
  }

  close(): void {
    this.#socket.close();
  }
}
