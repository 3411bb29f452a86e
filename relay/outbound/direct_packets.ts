/** Datagrams that go straight to their targets. @module */

import { bindPackets, SocketError } from "#net";
import { parseIp } from "../../net/ip.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "../../net/types.ts";
import type { PacketOutbound, PacketPort } from "../datagrams.ts";
import { AssociationNames } from "../names.ts";
import { Targets } from "../targets.ts";

/** What datagrams that go straight may be told. */
export interface DirectPacketOptions {
  /** Looks names up and judges addresses: the system's resolver and no rules unless given. */
  readonly targets?: Targets;
  /** Told of a datagram that may not go where it wants to, with the rule that says so. */
  readonly onDenied?: (target: Endpoint, rule: string) => void;
}

/** One socket for each association, so that any remote may answer (a full cone). Every datagram is judged. */
export function directPackets({ targets = new Targets(), onDenied }: DirectPacketOptions = {}): PacketOutbound {
  return { associate: async () => new DirectPort(await bindAnywhere(), targets, onDenied) };
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
  readonly #targets: Targets;
  readonly #names: AssociationNames;
  readonly #onDenied: DirectPacketOptions["onDenied"];
  /** The last target that is an address and may be sent to: mostly the next one too. */
  #lastAddress: Endpoint | null = null;

  constructor(socket: PacketSocket, targets: Targets, onDenied: DirectPacketOptions["onDenied"]) {
    this.#socket = socket;
    this.#targets = targets;
    // A port of its own is judged when a datagram goes there.
    this.#names = new AssociationNames(async (name) => await targets.permitted({ host: name, port: 0 }));
    this.#onDenied = onDenied;
  }

  send(target: Endpoint, payload: Uint8Array): Promise<void> | void {
    if (target === this.#lastAddress) return this.#socket.send(payload, target);
    const { host } = target;
    if (parseIp(host) !== null) {
      if (!this.#mayGo(host, target)) return;
      this.#lastAddress = target;
      return this.#socket.send(payload, target);
    }
    const later = (address: string, kept: Uint8Array) => {
      void this.#sendTo(address, target, kept);
      this.#socket.flush();
    };
    const address = this.#names.resolve(host, payload, later);
    if (address !== null) return this.#sendTo(address, target, payload);
  }

  /** Sends to the address that a target's name led to. */
  #sendTo(address: string, target: Endpoint, payload: Uint8Array): Promise<void> | void {
    if (this.#mayGo(address, target)) return this.#socket.send(payload, { host: address, port: target.port });
  }

  #mayGo(address: string, { host, port }: Endpoint): boolean {
    const { allowed, rule } = this.#targets.judge(address, port, host);
    if (!allowed) this.#onDenied?.({ host: address, port }, rule);
    return allowed;
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
