/** A UDP relay between a socket and ways out in memory, with a codec to choose. @module */

import { assert, assertEquals } from "#test";
import type { PacketClient, PacketServer } from "../../crypto/packets.ts";
import type { Endpoint } from "../../net/types.ts";
import { Counters } from "../../relay/counters.ts";
import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import { UdpRelay } from "../../relay/udp.ts";
import { KeptLog } from "../behaviour/wiring.ts";
import { MemoryCodec, MemoryOutbound, MemorySocket, plainOf, type Sent } from "./memory_packets.ts";
import { settled } from "./memory_stream.ts";
import { withoutLostWindows } from "./windows.ts";

/** What a test holds of a relay. */
export interface Relayed {
  readonly relay: UdpRelay;
  readonly socket: MemorySocket;
  readonly outbound: MemoryOutbound;
  readonly counters: Counters;
  readonly log: KeptLog;
  /** Lets datagrams come in one batch, and everything happen that follows. */
  come(...batch: Sent[]): Promise<void>;
}

/** What differs from the usual. */
export interface RelayedOptions {
  readonly codec?: PacketServer;
  readonly limits?: Partial<Limits>;
  readonly accepts?: (from: Endpoint) => boolean;
  /** Lets everything happen that waits for its turn: another one where time stands still. */
  readonly settle?: () => Promise<void>;
}

/** Runs the body with a relay and ends it: nothing may be left of it. */
export function withRelay(options: RelayedOptions, body: (relayed: Relayed) => Promise<void>): Promise<void> {
  return withoutLostWindows(async () => {
    const { codec = new MemoryCodec(), settle = settled } = options;
    const [socket, outbound, counters, log] = [
      new MemorySocket(),
      new MemoryOutbound(),
      new Counters(),
      new KeptLog("debug"),
    ];
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { accepts } = options;
    const relay = new UdpRelay({ socket, outbound, codec, limits, counters, log, ...(accepts && { accepts }) });
    const run = relay.run();
    const come = async (...batch: Sent[]) => {
      socket.deliver(...batch);
      await settle();
    };
    try {
      await body({ relay, socket, outbound, counters, log, come });
    } finally {
      relay.close();
      await run;
    }
    assertEquals(relay.size, 0);
    assertEquals(outbound.open.length, 0, "ways out that were left open");
    assert(codec instanceof MemoryCodec ? codec.closed && codec.sessions.size === 0 : true, "left open");
  });
}

/** A datagram of a client's as the codec without ciphers takes it. */
export function asked(from: Endpoint, target: Endpoint, ...payload: number[]): Sent {
  return { bytes: plainOf(target, ...payload), peer: from };
}

/** A datagram of a client's under a cipher. */
export function sealed(client: PacketClient, from: Endpoint, target: Endpoint, ...payload: number[]): Sent {
  const plain = plainOf(target, ...payload);
  const out = new Uint8Array(plain.length + client.overhead);
  return { bytes: out.slice(0, client.seal(plain, out)), peer: from };
}

/** What an answer says to its client: address, then payload. */
export function opened(client: PacketClient, { bytes }: Sent): Uint8Array {
  const out = new Uint8Array(bytes.length + 2048);
  return out.slice(0, client.open(bytes, out));
}
