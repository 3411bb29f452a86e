/**
 * Windows: buffers for one read or one write, cut from large slabs. Memory of a slab that was never touched costs
 * nothing, the window given back last is the next one out, and a slab that is wholly unused is let go.
 *
 * @module
 */

/** A slab and its windows that are free. */
interface Slab {
  readonly buffer: ArrayBuffer;
  /** Windows that were given back. */
  readonly free: Uint8Array[];
  /** Windows that were made; behind them nothing was touched. */
  made: number;
}

/**
 * Bytes of a slab: glibc gives memory of less than 32 MiB from what was freed before, and then clears it, so that all of
 * it is used where none was touched.
 */
const SLAB_SIZE = 64 * 1024 * 1024;

/** Bytes that may stay in use for what comes next, when no window is out. */
const KEPT_SIZE = 8 * 1024 * 1024;

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
  constructor(size: number, perSlab = Math.floor(SLAB_SIZE / size)) {
    this.size = size;
    this.#perSlab = perSlab;
  }

  /** A window of whatever bytes were there before. Give it back when nothing reads or writes it any more. */
  take(): Uint8Array {
    const slab = this.#ready ?? this.#findReady();
    const window = slab.free.pop() ?? new Uint8Array(slab.buffer, slab.made++ * this.size, this.size);
    this.#ready = this.#hasFree(slab) ? slab : null;
    return window;
  }

  /** Takes back a window, or any view that starts where one does. */
  give(window: Uint8Array): void {
    const slab = this.#slabs.get(window.buffer);
    if (slab === undefined) throw new Error("Cannot take back the window: it is not of this pool");
    slab.free.push(window);
    if (slab.free.length === slab.made && (this.#slabs.size > 1 || slab.made * this.size > KEPT_SIZE)) {
      this.#slabs.delete(slab.buffer);
      if (this.#ready === slab) this.#ready = null;
    } else {
      this.#ready = slab;
    }
  }

  #findReady(): Slab {
    for (const slab of this.#slabs.values()) {
      if (this.#hasFree(slab)) return slab;
    }
    const buffer = new ArrayBuffer(this.size * this.#perSlab);
    const slab = { buffer, free: [], made: 0 };
    this.#slabs.set(buffer, slab);
    return slab;
  }

  #hasFree({ free, made }: Slab): boolean {
    return free.length > 0 || made < this.#perSlab;
  }
}
