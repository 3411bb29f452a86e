/** The salts of one association's last datagrams. @module */

/** Datagrams whose salts are remembered. */
export const REMEMBERED_SALTS = 4096;

/** Salts for which there is room at first: most associations are short. */
const FIRST_ROOM = 16;

/**
 * Remembers the last salts, the oldest going first. A salt is known by its first 52 bits, which are a number: of 10^12
 * honest datagrams one is taken for a repeated one.
 */
export class SeenSalts {
  /** In the order of entry; once it has its full size, a ring. */
  #ring = new Float64Array(FIRST_ROOM);
  /** A hash table with open addresses, half full at most: places in the ring, counted from 1; 0 is free. */
  #table = new Uint16Array(2 * FIRST_ROOM);
  #count = 0;
  #oldest = 0;

  /** Enters a salt of at least 7 bytes; false when it has been seen. */
  enter(salt: Uint8Array): boolean {
    const key = saltKey(salt);
    if (this.#table[this.#find(key)] !== 0) return false;
    const place = this.#nextPlace();
    this.#ring[place] = key;
    this.#table[this.#find(key)] = place + 1;
    return true;
  }

  /** Where a key stands in the table, or the free slot where it belongs. */
  #find(key: number): number {
    const mask = this.#table.length - 1;
    let slot = home(key, mask);
    for (; this.#table[slot] !== 0; slot = slot + 1 & mask) {
      if (this.#ring[this.#table[slot]! - 1] === key) break;
    }
    return slot;
  }

  /** Where in the ring the next key goes: behind the last, or in the place of the oldest, which is forgotten. */
  #nextPlace(): number {
    if (this.#count < REMEMBERED_SALTS) {
      if (this.#count === this.#ring.length) this.#grow();
      return this.#count++;
    }
    const place = this.#oldest;
    this.#remove(this.#find(this.#ring[place]!));
    this.#oldest = (place + 1) % REMEMBERED_SALTS;
    return place;
  }

  #grow(): void {
    const ring = new Float64Array(2 * this.#ring.length);
    ring.set(this.#ring);
    this.#ring = ring;
    this.#table = new Uint16Array(2 * ring.length);
    for (let place = 0; place < this.#count; place++) this.#table[this.#find(ring[place]!)] = place + 1;
  }

  /** Frees a slot. What stands behind it and belongs further ahead moves up, so that no search ends early. */
  #remove(slot: number): void {
    const mask = this.#table.length - 1;
    let free = slot;
    for (let next = free + 1 & mask; this.#table[next] !== 0; next = next + 1 & mask) {
      const wanted = home(this.#ring[this.#table[next]! - 1]!, mask);
      // How far from its home it stands, and how far it would stand in the free slot.
      if ((next - wanted & mask) < (next - free & mask)) continue;
      this.#table[free] = this.#table[next]!;
      free = next;
    }
    this.#table[free] = 0;
  }
}

/** The first 52 bits of a salt, as a number. */
export function saltKey(salt: Uint8Array): number {
  const low = (salt[0]! | salt[1]! << 8 | salt[2]! << 16 | salt[3]! << 24) >>> 0;
  const high = salt[4]! | salt[5]! << 8 | (salt[6]! & 0x0f) << 16;
  return high * 2 ** 32 + low;
}

/** The slot where a search for a key begins: salts are random, so that any of their bits will do. */
function home(key: number, mask: number): number {
  return key >>> 0 & mask;
}
