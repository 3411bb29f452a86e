/**
 * Windows: buffers for one read or one write, cut from large slabs. Memory of a slab that was never touched costs
 * nothing, the window given back last is the next one out, and a slab of which much was used is let go some seconds
 * later, when none of it is.
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
  /** When it was made, or had many windows out, in milliseconds. */
  busyAt: number;
}

/**
 * Bytes of a slab: glibc gives memory of less than 32 MiB from what was freed before, and then clears it, so that all of
 * it is used where none was touched.
 */
const SLAB_SIZE = 64 * 1024 * 1024;

/** Bytes that may stay in use for what comes next, when no window is out. */
const KEPT_SIZE = 8 * 1024 * 1024;

/**
 * Milliseconds for which a slab is kept after it had many windows out: a new one costs a collection of the whole heap,
 * and where many streams flow, all windows are back every now and then.
 */
const QUIET = 5000;

/** Pools that have no slab yet. */
const bare = new Set<WindowPool>();

/**
 * Makes a slab for every pool that has none, before a connection needs it. Each makes V8 collect; a collection while
 * connections are open lets old sets of their pending reads become garbage that holds all later ones, 1.7 MB a gigabyte.
 */
export function makeFirstSlabs(): void {
  for (const pool of [...bare]) pool.give(pool.take());
}

/** Windows of one size. */
export class WindowPool {
  /** Bytes in a window. */
  readonly size: number;
  readonly #perSlab: number;
  /** Windows that count as many. */
  readonly #many: number;
  readonly #clock: () => number;
  readonly #slabs = new Map<ArrayBufferLike, Slab>();
  /** A slab that has a free window, or null when that is not known. */
  #ready: Slab | null = null;

  /**
   * @param size bytes in a window
   * @param perSlab windows in a slab
   * @param clock milliseconds on any clock that goes on
   */
  constructor(size: number, perSlab = Math.floor(SLAB_SIZE / size), clock = () => performance.now()) {
    this.size = size;
    this.#perSlab = perSlab;
    this.#many = Math.floor(KEPT_SIZE / size);
    this.#clock = clock;
    bare.add(this);
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
    this.#ready = slab;
    const out = slab.made - slab.free.length;
    if (out > this.#many) slab.busyAt = this.#clock();
    else if (out === 0 && (this.#slabs.size > 1 || slab.made > this.#many)) this.#letGo();
  }

  /** Lets the slabs go that have been quiet for some time. */
  #letGo(): void {
    const quietSince = this.#clock() - QUIET;
    for (const slab of this.#slabs.values()) {
      const isUnused = slab.free.length === slab.made && slab.busyAt < quietSince;
      if (!isUnused || (this.#slabs.size === 1 && slab.made <= this.#many)) continue;
      this.#slabs.delete(slab.buffer);
      if (this.#ready === slab) this.#ready = null;
    }
    if (this.#slabs.size === 0) bare.add(this);
  }

  #findReady(): Slab {
    for (const slab of this.#slabs.values()) {
      if (this.#hasFree(slab)) return slab;
    }
    const buffer = new ArrayBuffer(this.size * this.#perSlab);
    const slab = { buffer, free: [], made: 0, busyAt: this.#clock() };
    this.#slabs.set(buffer, slab);
    bare.delete(this);
    return slab;
  }

  #hasFree({ free, made }: Slab): boolean {
    return free.length > 0 || made < this.#perSlab;
  }
}
