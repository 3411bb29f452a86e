/**
 * Datagrams that go in one call: `sendmmsg` of Linux. Those of one size to one target, which stand side by side, are one
 * message that the kernel cuts up (UDP_SEGMENT, since Linux 4.18): it looks for the way once and not for each of them.
 *
 * ```text
 * struct cmsghdr: length (8) | level u32 | type u32 | size of a segment u16, pad
 * ```
 *
 * @module
 */

import type { Libc } from "./libc.ts";
import {
  HEADER,
  HEADER_SIZE,
  headerWord,
  MSG_DONTWAIT,
  NAME_SIZE,
  pointerTo,
  putPointer,
  SLOT_SIZE,
  SLOTS,
  VECTOR,
} from "./message_layout.ts";
import { putSocketAddress } from "./socket_address.ts";
import type { Endpoint } from "./types.ts";

/** Bytes that one message may have in all: as many as a datagram. */
const MAX_MESSAGE = 65_000;

const SOL_UDP = 17;
const UDP_SEGMENT = 103;
const CONTROL_SIZE = 24;
const CONTROL_LENGTH = 18;
/** Words of a control message. */
const CONTROL = { length: 0, level: 2, type: 3, segment: 4 };

/** The memory of one array of messages. It is kept for good: C holds addresses into it. */
export class SendVector {
  readonly #headers = new Uint8Array(SLOTS * HEADER_SIZE);
  readonly #words = new Uint32Array(this.#headers.buffer);
  readonly #vectors = new Uint32Array(SLOTS * VECTOR.words);
  readonly #names = new Uint8Array(SLOTS * NAME_SIZE);
  readonly #controls = new Uint32Array(SLOTS * CONTROL_SIZE / 4);
  readonly #data = new Uint8Array(SLOTS * SLOT_SIZE);
  /** By slot: two words for each of name, iovec and control message. */
  readonly #pointers = new Uint32Array(SLOTS * 6);
  readonly #targets = new Array<Endpoint | null>(SLOTS).fill(null);
  readonly #nameSizes = new Uint8Array(SLOTS);
  /** By message: the slot behind its last. */
  readonly #ends = new Uint8Array(SLOTS);

  constructor() {
    const memory = (words: Uint32Array) => pointerTo(new Uint8Array(words.buffer));
    const [vectors, controls] = [memory(this.#vectors), memory(this.#controls)];
    const [names, data] = [pointerTo(this.#names), pointerTo(this.#data)];
    for (let slot = 0; slot < SLOTS; slot++) {
      const [pointer, vector, control] = [slot * 6, slot * VECTOR.words, slot * CONTROL_SIZE / 4];
      putPointer(this.#pointers, pointer, names, slot * NAME_SIZE);
      putPointer(this.#pointers, pointer + 2, vectors, vector * 4);
      putPointer(this.#pointers, pointer + 4, controls, slot * CONTROL_SIZE);
      putPointer(this.#vectors, vector + VECTOR.data, data, slot * SLOT_SIZE);
      this.#controls[control + CONTROL.length] = CONTROL_LENGTH;
      this.#controls[control + CONTROL.level] = SOL_UDP;
      this.#controls[control + CONTROL.type] = UDP_SEGMENT;
    }
  }

  /** Fills a slot with what is to be sent. */
  put(slot: number, bytes: Uint8Array, to: Endpoint, mapped: boolean): void {
    this.#data.set(bytes, slot * SLOT_SIZE);
    this.#vectors[slot * VECTOR.words + VECTOR.length] = bytes.length;
    this.#targets[slot] = to;
    const name = this.#names.subarray(slot * NAME_SIZE, (slot + 1) * NAME_SIZE);
    this.#nameSizes[slot] = putSocketAddress(to, mapped, name);
  }

  /** Bytes in a slot. */
  size(slot: number): number {
    return this.#vectors[slot * VECTOR.words + VECTOR.length]!;
  }

  /**
   * Makes messages of the slots from `from` up to `to`, and returns how many.
   *
   * @param largest bytes of the largest datagram that may be one of several in a message
   */
  group(from: number, to: number, largest: number): number {
    let messages = 0;
    for (let slot = from; slot < to;) slot = this.#ends[messages] = this.#putMessage(messages++, slot, to, largest);
    return messages;
  }

  /** The slot behind the last of a message. */
  end(message: number): number {
    return this.#ends[message]!;
  }

  /** Sends so many messages without waiting; how many went. */
  send(libc: Libc, descriptor: number, messages: number): number {
    return Math.max(0, libc.sendmmsg(descriptor, this.#headers, messages, MSG_DONTWAIT));
  }

  /** Makes one message of as many slots as fit together; the slot behind them. */
  #putMessage(message: number, slot: number, to: number, largest: number): number {
    const count = this.#fitting(slot, to, largest);
    const at = headerWord(message, 0);
    const pointer = slot * 6;
    const isCut = count > 1;
    this.#words[at + HEADER.name] = this.#pointers[pointer]!;
    this.#words[at + HEADER.name + 1] = this.#pointers[pointer + 1]!;
    this.#words[at + HEADER.nameLength] = this.#nameSizes[slot]!;
    this.#words[at + HEADER.vectors] = this.#pointers[pointer + 2]!;
    this.#words[at + HEADER.vectors + 1] = this.#pointers[pointer + 3]!;
    this.#words[at + HEADER.count] = count;
    this.#words[at + HEADER.control] = isCut ? this.#pointers[pointer + 4]! : 0;
    this.#words[at + HEADER.control + 1] = isCut ? this.#pointers[pointer + 5]! : 0;
    this.#words[at + HEADER.controlLength] = isCut ? CONTROL_SIZE : 0;
    if (isCut) this.#controls[slot * CONTROL_SIZE / 4 + CONTROL.segment] = this.size(slot);
    return slot + count;
  }

  /** How many slots are of one size and to one target; the last may be shorter. */
  #fitting(first: number, to: number, largest: number): number {
    const size = this.size(first);
    const target = this.#targets[first];
    if (size > largest) return 1;
    let slot = first + 1;
    for (let total = size; slot < to; slot++) {
      const next = this.size(slot);
      total += next;
      if (this.#targets[slot] !== target || next > size || next === 0 || total > MAX_MESSAGE) break;
      if (next < size) return slot + 1 - first;
    }
    return slot - first;
  }
}
