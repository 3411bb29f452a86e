/** Datagrams that go through a Shadowsocks server. @module */

import { bindPackets } from "#net";
import { MAX_DATAGRAM, type PacketClient } from "../../crypto/packets.ts";
import { CipherError } from "../../crypto/types.ts";
import { addressEnd } from "../../net/hosts.ts";
import type { Endpoint, PacketBatch, PacketSocket } from "../../net/types.ts";
import { AddressError, AddressMemo, addressOf } from "../address.ts";
import type { PacketOutbound, PacketPort } from "../datagrams.ts";
import { packetWindows } from "../packet_windows.ts";
import { Targets } from "../targets.ts";

/**
 * Associations with the server at an endpoint.
 *
 * @param codec makes the client's end of one
 * @param targets looks the server's name up
 */
export function shadowsocksPackets(
  server: Endpoint,
  codec: () => PacketClient,
  targets: Targets = new Targets(),
): PacketOutbound {
  return {
    async associate() {
      const host = (await targets.permitted(server)).addresses[0]!;
      const socket = await bindPackets({ host: host.includes(":") ? "::" : "0.0.0.0", port: 0 });
      const at = { host, port: server.port };
      // Answers come from the address as the kernel spells it.
      return new ShadowsocksPort(socket, addressEnd(at) ?? at, codec());
    },
  };
}

class ShadowsocksPort implements PacketPort {
  readonly #socket: PacketSocket;
  readonly #server: Endpoint;
  readonly #codec: PacketClient;
  readonly #addresses = new AddressMemo();
  readonly #answers = new Answers();
  #closed = false;

  constructor(socket: PacketSocket, server: Endpoint, codec: PacketClient) {
    this.#socket = socket;
    this.#server = server;
    this.#codec = codec;
  }

  send(target: Endpoint, payload: Uint8Array): Promise<void> | void {
    const plain = packetWindows.take();
    const sealed = packetWindows.take();
    try {
      const address = addressOf(target);
      plain.set(address);
      plain.set(payload, address.length);
      const size = this.#codec.seal(plain.subarray(0, address.length + payload.length), sealed);
      const pending = size > MAX_DATAGRAM ? undefined : this.#socket.send(sealed.subarray(0, size), this.#server);
      if (pending !== undefined) return pending.finally(() => packetWindows.give(sealed));
      packetWindows.give(sealed);
    } finally {
      packetWindows.give(plain);
    }
  }

  flush(): void {
    this.#socket.flush();
  }

  async next(): Promise<PacketBatch | null> {
    for (;;) {
      this.#answers.clear();
      const batch = await this.#socket.next();
      if (batch === null) return null;
      for (let i = 0; i < batch.count; i++) this.#open(batch.data(i), batch.from(i));
      if (this.#answers.count > 0) return this.#answers;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
    this.#answers.clear();
    this.#codec.close();
  }

  /** Takes one datagram of the server; what is not one is dropped. */
  #open(packet: Uint8Array, from: Endpoint): void {
    if (this.#closed || from.host !== this.#server.host || from.port !== this.#server.port) return;
    const window = packetWindows.take();
    try {
      const plain = window.subarray(0, this.#codec.open(packet, window));
      const address = this.#addresses.parse(plain);
      if (address !== null) return this.#answers.add(window, plain.subarray(address.size), address.target);
    } catch (cause) {
      if (!(cause instanceof CipherError) && !(cause instanceof AddressError)) throw cause;
    }
    packetWindows.give(window);
  }
}

/** Opened answers, each in a window that goes back when the next are asked for. */
class Answers implements PacketBatch {
  readonly #windows: Uint8Array[] = [];
  readonly #data: Uint8Array[] = [];
  readonly #from: Endpoint[] = [];

  get count(): number {
    return this.#data.length;
  }

  data(index: number): Uint8Array {
    return this.#data[index]!;
  }

  from(index: number): Endpoint {
    return this.#from[index]!;
  }

  add(window: Uint8Array, payload: Uint8Array, from: Endpoint): void {
    this.#windows.push(window);
    this.#data.push(payload);
    this.#from.push(from);
  }

  clear(): void {
    for (const window of this.#windows.splice(0)) packetWindows.give(window);
    this.#data.length = 0;
    this.#from.length = 0;
  }
}
