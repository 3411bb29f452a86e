/** A DNS port by UDP, as a way out for datagrams: what is sent there is a query, and its answer comes back. @module */

import type { PacketServer } from "../../crypto/packets.ts";
import type { Endpoint, PacketBatch } from "../../net/types.ts";
import type { PacketOutbound, PacketPort } from "../datagrams.ts";
import type { DnsAnswers } from "./dns_answers.ts";
import { tunnelPackets } from "./tunnel.ts";

/** Where queries are said to go: an association with it is one that only looks names up. */
const DNS: Endpoint = { host: "0.0.0.0", port: 53 };

/** The datagrams of applications that ask: an association for each address that sends. */
export function dnsPackets(): PacketServer {
  return tunnelPackets(DNS);
}

/** Answers each association's queries. */
export function dnsPacketOutbound(answers: DnsAnswers): PacketOutbound {
  return { associate: () => Promise.resolve(new DnsPort(answers)) };
}

class DnsPort implements PacketPort {
  readonly #answers: DnsAnswers;
  #ready: Uint8Array[] = [];
  #wake: (() => void) | null = null;
  #failure: { readonly cause: unknown } | null = null;
  #closed = false;

  constructor(answers: DnsAnswers) {
    this.#answers = answers;
  }

  send(_target: Endpoint, payload: Uint8Array): void {
    this.#answers.answer(payload.slice(), "udp").then((answer) => {
      if (answer !== null) this.#ready.push(answer);
    }, (cause) => {
      this.#failure = { cause };
    }).finally(() => this.#wake?.());
  }

  flush(): void {}

  async next(): Promise<PacketBatch | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.cause;
      if (this.#closed) return null;
      if (this.#ready.length > 0) return batchOf(this.#ready.splice(0));
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }
}

function batchOf(messages: readonly Uint8Array[]): PacketBatch {
  return { count: messages.length, data: (index) => messages[index]!, from: () => DNS };
}
