/** A byte stream cut into units. @module */

/** Buffers of units that were split over inputs, kept for the next connection that needs one. */
const spares: Uint8Array[] = [];
const MAX_SPARES = 32;
/** Bytes in a spare: the largest unit of AEAD-2017 and its tag fit. */
const SPARE_SIZE = 0x4000 + 64;

const NOTHING = new Uint8Array(0);

/**
 * Cuts what is fed to it into units whose sizes are learnt on the way. A unit that lies whole in one input is handed
 * out as a view of it; only one that is split is copied.
 */
export class UnitReader {
  #input: Uint8Array = NOTHING;
  #at = 0;
  #held: Uint8Array | null = null;
  #heldLength = 0;

  /** Bytes that wait for the rest of their unit. */
  get pending(): number {
    return this.#heldLength + this.#input.length - this.#at;
  }

  /** Takes the next input, when `take` has said null to the one before. */
  feed(input: Uint8Array): void {
    this.#input = input;
    this.#at = 0;
  }

  /** The next `size` bytes, valid until the next call, or null when they are not all there: ask again after `feed`. */
  take(size: number): Uint8Array | null {
    if (this.#heldLength > 0) return this.#complete(size);
    const end = this.#at + size;
    if (end > this.#input.length) {
      this.#keep(size);
      return null;
    }
    const unit = this.#input.subarray(this.#at, end);
    this.#at = end;
    return unit;
  }

  /** Gives back what it holds. */
  close(): void {
    this.#release();
    this.#heldLength = 0;
    this.#drop();
  }

  /** Puts the rest of the input aside until the unit of `size` bytes is complete. */
  #keep(size: number): void {
    const input = this.#input;
    const at = this.#at;
    this.#drop();
    if (at === input.length) return this.#release();
    this.#reserve(size).set(input.subarray(at));
    this.#heldLength = input.length - at;
  }

  /** Lets go of the input, of which nothing is left to be taken. */
  #drop(): void {
    this.#input = NOTHING;
    this.#at = 0;
  }

  #complete(size: number): Uint8Array | null {
    const held = this.#reserve(size);
    const taken = Math.min(size - this.#heldLength, this.#input.length - this.#at);
    held.set(this.#input.subarray(this.#at, this.#at + taken), this.#heldLength);
    this.#at += taken;
    this.#heldLength += taken;
    if (this.#heldLength < size) {
      this.#drop();
      return null;
    }
    this.#heldLength = 0;
    return held.subarray(0, size);
  }

  #reserve(size: number): Uint8Array {
    if (this.#held !== null && this.#held.length >= size) return this.#held;
    const held = size > SPARE_SIZE ? new Uint8Array(size) : spares.pop() ?? new Uint8Array(SPARE_SIZE);
    if (this.#heldLength > 0) held.set(this.#held!.subarray(0, this.#heldLength));
    this.#release();
    this.#held = held;
    return held;
  }

  #release(): void {
    if (this.#held?.length === SPARE_SIZE && spares.length < MAX_SPARES) spares.push(this.#held);
    this.#held = null;
  }
}
