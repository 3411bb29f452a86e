/**
 * Many datagrams in one call: `recvmmsg` and `sendmmsg` of Linux on 64-bit machines. What C is given is an array of
 *
 * ```text
 * struct mmsghdr: name ptr (8) | name length (4), pad | iovec ptr (8) | iovec count (8)
 *                 | control ptr (8) | control length (8) | flags (4), pad | bytes in message (4), pad
 * struct iovec:   ptr (8) | length (8)
 * ```
 *
 * @module
 */

import { addressOf } from "#ffi";
import { type Libc, openLibc } from "./libc.ts";
import { type AddressCache, putSocketAddress } from "./socket_address.ts";
import type { Endpoint, PacketBatch } from "./types.ts";

/** Datagrams in one call. */
const SLOTS = 64;
/** Bytes of the largest datagram, and one: untouched pages cost nothing. */
const SLOT_SIZE = 65_536;
const HEADER_SIZE = 64;
const VECTOR_SIZE = 16;
const NAME_SIZE = 32;
const MESSAGE_LENGTH_WORD = 56 / 4;
const NAME_LENGTH_WORD = 8 / 4;
const MSG_DONTWAIT = 0x40;

/** The memory of one array of messages. It is kept for good: C holds addresses into it. */
export class MessageVector {
  readonly #headers = new Uint8Array(SLOTS * HEADER_SIZE);
  readonly #words = new Uint32Array(this.#headers.buffer);
  readonly #vectors = new BigUint64Array(SLOTS * VECTOR_SIZE / 8);
  readonly #names = new Uint8Array(SLOTS * NAME_SIZE);
  readonly #data = new Uint8Array(SLOTS * SLOT_SIZE);
  #received = 0;

  /** @throws {TypeError} where addresses are not permitted: ask {@linkcode canBatch} first. */
  constructor() {
    const headers = new BigUint64Array(this.#headers.buffer);
    const vectors = addressOf(new Uint8Array(this.#vectors.buffer))!;
    const names = addressOf(this.#names)!;
    const data = addressOf(this.#data)!;
    for (let slot = 0; slot < SLOTS; slot++) {
      const at = slot * HEADER_SIZE / 8;
      headers[at] = names + BigInt(slot * NAME_SIZE);
      headers[at + 1] = BigInt(NAME_SIZE);
      headers[at + 2] = vectors + BigInt(slot * VECTOR_SIZE);
      headers[at + 3] = 1n;
      this.#vectors[slot * 2] = data + BigInt(slot * SLOT_SIZE);
      this.#vectors[slot * 2 + 1] = BigInt(SLOT_SIZE);
    }
  }

  /** Receives what is there without waiting; how many. */
  receive(libc: Libc, descriptor: number): number {
    // The kernel has written how long the names of the last messages were; the next may be longer.
    for (let slot = 0; slot < this.#received; slot++) {
      this.#words[slot * HEADER_SIZE / 4 + NAME_LENGTH_WORD] = NAME_SIZE;
    }
    return this.#received = Math.max(0, libc.recvmmsg(descriptor, this.#headers, SLOTS, MSG_DONTWAIT, null));
  }

  /** The bytes of a received message. */
  data(slot: number): Uint8Array {
    const start = slot * SLOT_SIZE;
    return this.#data.subarray(start, start + this.#words[slot * HEADER_SIZE / 4 + MESSAGE_LENGTH_WORD]!);
  }

  /** Where a received message came from. */
  name(slot: number): Uint8Array {
    return this.#names.subarray(slot * NAME_SIZE, (slot + 1) * NAME_SIZE);
  }

  /** Fills a slot to be sent. */
  put(slot: number, bytes: Uint8Array, to: Endpoint, mapped: boolean): void {
    this.#data.set(bytes, slot * SLOT_SIZE);
    this.#vectors[slot * 2 + 1] = BigInt(bytes.length);
    const size = putSocketAddress(to, mapped, this.name(slot));
    this.#words[slot * HEADER_SIZE / 4 + NAME_LENGTH_WORD] = size;
  }

  /** Sends the slots from `from` up to `to` without waiting; how many went. */
  send(libc: Libc, descriptor: number, from: number, to: number): number {
    const sent = libc.sendmmsg(descriptor, this.#headers.subarray(from * HEADER_SIZE), to - from, MSG_DONTWAIT);
    return Math.max(0, sent);
  }
}

/** Whether datagrams can go in batches here: on Linux, where native code may be given addresses. */
export function canBatch(): boolean {
  return openLibc() !== null && addressOf(new Uint8Array(128)) !== null;
}

/** Vectors that nobody uses now. */
const spare: MessageVector[] = [];

/** Datagrams of one call, until the next. */
export class ReceivedBatch implements PacketBatch {
  readonly #vector: MessageVector;
  readonly #addresses: AddressCache;
  readonly count: number;

  private constructor(vector: MessageVector, count: number, addresses: AddressCache) {
    this.#vector = vector;
    this.count = count;
    this.#addresses = addresses;
  }

  /** What is there now; null when there is nothing. Give it back when it has been looked through. */
  static receive(descriptor: number, addresses: AddressCache): ReceivedBatch | null {
    const vector = spare.pop() ?? new MessageVector();
    const count = vector.receive(openLibc()!, descriptor);
    if (count > 0) return new ReceivedBatch(vector, count, addresses);
    spare.push(vector);
    return null;
  }

  data(index: number): Uint8Array {
    return this.#vector.data(index);
  }

  from(index: number): Endpoint {
    return this.#addresses.endpoint(this.#vector.name(index));
  }

  /** Gives the memory to the next batch. */
  giveBack(): void {
    spare.push(this.#vector);
  }
}

/** What has been put to be sent and has not gone; one socket's at a time. */
class SendQueue {
  #vector: MessageVector | null = null;
  #count = 0;
  #descriptor = -1;

  /** Puts a datagram; it goes with `flush`, when the queue is full, or when another socket sends. */
  put(descriptor: number, bytes: Uint8Array, to: Endpoint, mapped: boolean): void {
    if (bytes.length > SLOT_SIZE) return;
    if (this.#count > 0 && (descriptor !== this.#descriptor || this.#count === SLOTS)) this.flush();
    this.#descriptor = descriptor;
    this.#vector ??= new MessageVector();
    this.#vector.put(this.#count++, bytes, to, mapped);
  }

  /** Sends what is there. One that the system refuses is lost, and those behind it go on. */
  flush(): void {
    const count = this.#count;
    this.#count = 0;
    for (let at = 0; at < count;) at += this.#send(at, count) || this.#send(at, count) || 1;
  }

  /** How many went: none when one is refused, or when an ICMP answer to an earlier one comes up, which it does once. */
  #send(from: number, to: number): number {
    return this.#vector!.send(openLibc()!, this.#descriptor, from, to);
  }
}

/** The one queue: sends and their flush happen in one run of the program, without anything between. */
export const sendQueue = new SendQueue();
