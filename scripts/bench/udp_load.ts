/** A Shadowsocks client that does nothing but keep datagrams in flight through a server to an echo. @module */

import type { PacketClient } from "../../crypto/packets.ts";
import type { Endpoint, PacketSocket } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import { pause } from "../../tests/behaviour/until.ts";

/** Datagrams on their way at once, and the bytes of each payload. */
const IN_FLIGHT = 32;
const SIZE = 1200;
/** Seconds without an answer after which what was on its way counts as lost. */
const LOST = 0.05;

/** Where it sends. */
export interface Ways {
  readonly server: Endpoint;
  readonly echo: Endpoint;
}

/** One client; owns its codec and its socket. */
export class DatagramLoad {
  readonly #client: PacketClient;
  readonly #socket: PacketSocket;
  readonly #server: Endpoint;
  readonly #plain: Uint8Array;
  readonly #sealed = new Uint8Array(65_536);
  readonly #opened = new Uint8Array(65_536);
  readonly #run: Promise<void>;
  #echoes = 0;
  #onward = false;

  constructor(client: PacketClient, socket: PacketSocket, { server, echo }: Ways) {
    this.#client = client;
    this.#socket = socket;
    this.#server = server;
    const address = putAddress(echo);
    this.#plain = new Uint8Array(address.length + SIZE);
    this.#plain.set(address);
    this.#run = this.#pull();
  }

  /** Sends one at a time until one comes back. */
  async untilHeard(): Promise<void> {
    while (this.#echoes === 0) {
      this.#send(1);
      await pause(LOST);
    }
  }

  /** Keeps datagrams in flight for so many seconds; how many came back, and in which time. */
  async run(seconds: number): Promise<{ echoes: number; elapsed: number }> {
    const first = this.#echoes;
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    this.#onward = true;
    this.#send(IN_FLIGHT);
    for (let seen = -1; elapsed() < seconds; seen = this.#echoes) {
      if (seen === this.#echoes) this.#send(IN_FLIGHT);
      await pause(LOST);
    }
    this.#onward = false;
    return { echoes: this.#echoes - first, elapsed: elapsed() };
  }

  /** Lets go of the socket and of the codec. */
  async close(): Promise<void> {
    this.#socket.close();
    await this.#run;
    this.#client.close();
  }

  async #pull(): Promise<void> {
    for (let batch = await this.#socket.next(); batch !== null; batch = await this.#socket.next()) {
      for (let i = 0; i < batch.count; i++) this.#client.open(batch.data(i), this.#opened);
      this.#echoes += batch.count;
      if (this.#onward) this.#send(batch.count);
    }
  }

  #send(count: number): void {
    for (let i = 0; i < count; i++) {
      const size = this.#client.seal(this.#plain, this.#sealed);
      void this.#socket.send(this.#sealed.subarray(0, size), this.#server);
    }
    this.#socket.flush();
  }
}
