/**
 * Windows: buffers for one read or one write, cut from large slabs. Memory of a slab that was never touched costs
 * nothing, the window given back last is the next one out, and a slab that is wholly unused is let go.
 *
 * @module
 */

/** A slab and its windows that are free. */
interface Slab {
  readonly buffer: ArrayBuffer;
  readonly free: Uint8Array[];
}

/** Windows of one size. */
export class WindowPool {
  /** Bytes in a window. */
  readonly size: number;
  readonly #perSlab: number;
  readonly #slabs = new Map<ArrayBufferLike, Slab>();
  /** A slab that has a free window, or null when that is not known. */
  #ready: Slab | null = null;

  /**
   * @param size bytes in a window
   * @param perSlab windows in a slab
   */
  constructor(size: number, perSlab: number) {
    this.size = size;
    this.#perSlab = perSlab;
  }

  /** A window of whatever bytes were there before. Give it back when nothing reads or writes it any more. */
  take(): Uint8Array {
    const slab = this.#ready ?? this.#findReady();
    const window = slab.free.pop()!;
    this.#ready = slab.free.length > 0 ? slab : null;
    return window;
  }

  /** Takes back a window, or any view that starts where one does. */
  give(window: Uint8Array): void {
    const slab = this.#slabs.get(window.buffer);
    if (slab === undefined) throw new Error("Cannot take back the window: it is not of this pool");
    slab.free.push(window);
    if (slab.free.length === this.#perSlab && this.#slabs.size > 1) {
      this.#slabs.delete(slab.buffer);
      if (this.#ready === slab) this.#ready = null;
    } else {
      this.#ready = slab;
    }
  }

  #findReady(): Slab {
    for (const slab of this.#slabs.values()) {
      if (slab.free.length > 0) return slab;
    }
    const buffer = new ArrayBuffer(this.size * this.#perSlab);
    const free: Uint8Array[] = [];
    for (let at = (this.#perSlab - 1) * this.size; at >= 0; at -= this.size) {
      free.push(new Uint8Array(buffer, at, this.size));
    }
    const slab = { buffer, free };
    this.#slabs.set(buffer, slab);
    return slab;
  }
}
