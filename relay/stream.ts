/** The Shadowsocks stream: an opener and a sealer over a plain stream, and a plain stream itself. @module */

import type { Crypt, Opener, Sealer } from "../crypto/types.ts";
import { after, type Timed, type Wait } from "../net/timers.ts";
import type { Endpoint, Stream } from "../net/types.ts";
import { WindowSizes } from "../net/window_sizes.ts";

/** What a step may become beyond its own size, in bytes: a chunk that was waiting for its rest, and the overhead. */
const ROOM = 72 * 1024;
/** A step opens or seals up to 8 full chunks of AEAD-2017 (2 of 2022), or up to 32 where that many have come at once. */
const windows = new WindowSizes(8 * 0x3fff + ROOM, 32 * 0x3fff + ROOM, 16);

const NOTHING: Uint8Array = new Uint8Array(0);

/** How the stream starts. */
export interface StreamOptions {
  /** Seconds that the header waits for the first bytes to go with; absent where there is no header of ours to send. */
  headerWait?: number;
}

/** Bytes of the plain side go in and out here; what the transport carries is sealed. */
export class ShadowsocksStream implements Stream, Timed {
  readonly #transport: Stream;
  readonly #opener: Opener;
  readonly #sealer: Sealer;
  /** What the transport gave and was not opened yet. */
  #unopened: Uint8Array = NOTHING;
  /** Holds the plaintext that is lent to the caller. */
  #lent: Uint8Array | null = null;
  /** Plaintext that the caller has given back. */
  #unread: Uint8Array | null = null;
  /** Runs until the header has gone. */
  #headerWait: Wait | null = null;
  /** The header's own write, when it went without payload. */
  #headerWrite: Promise<void> | null = null;
  #closed = false;

  constructor(transport: Stream, { opener, sealer }: Crypt, options: StreamOptions = {}) {
    this.#transport = transport;
    this.#opener = opener;
    this.#sealer = sealer;
    if (options.headerWait !== undefined) {
      this.#headerWait = after(options.headerWait, this);
    }
  }

  get local(): Endpoint {
    return this.#transport.local;
  }

  get remote(): Endpoint {
    return this.#transport.remote;
  }

  /** Who sends, once that is proved. */
  get user(): string | undefined {
    return this.#opener.user;
  }

  next(): Promise<Uint8Array | null> {
    const unread = this.#unread;
    this.#unread = null;
    if (unread !== null) return Promise.resolve(unread);
    this.#takeBack();
    if (this.#unopened.length === 0) return this.#transport.next().then(this.#onChunk);
    try {
      const opened = this.#openSome();
      return opened === null ? this.#transport.next().then(this.#onChunk) : Promise.resolve(opened);
    } catch (cause) {
      return Promise.reject(cause);
    }
  }

  pause(): void {
    this.#transport.pause();
  }

  release(): void {
    this.#takeBack();
    if (this.#unopened.length === 0) this.#transport.release();
    else this.#transport.pause();
  }

  /** Gives back the end of what `next` gave: the next pull gives it again. */
  unread(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#unread = bytes;
    else this.#takeBack();
  }

  write(bytes: Uint8Array): Promise<void> | void {
    this.#cancelHeaderWait();
    if (this.#headerWrite !== null || bytes.length > step()) return this.#writeSteps(bytes);
    return this.#writeStep(bytes);
  }

  async closeWrite(): Promise<void> {
    if (this.#headerWait !== null) this.timeUp();
    if (this.#headerWrite !== null) await this.#headerWrite;
    await this.#transport.closeWrite();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelHeaderWait();
    this.#unread = null;
    this.#takeBack();
    this.#opener.close();
    this.#sealer.close();
    this.#transport.close();
  }

  abort(): void {
    this.#cancelHeaderWait();
    this.#transport.abort();
  }

  /** The first bytes did not come in time, or never will: the header goes alone. */
  timeUp(): void {
    this.#cancelHeaderWait();
    const write = this.#writeStep(NOTHING) ?? Promise.resolve();
    this.#headerWrite = write;
    // Whoever writes or ends next is told; until then nobody waits for it.
    write.catch(() => {});
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  /** Opens what the transport gave. Made once: most streams wait, and an async function would wait with each. */
  readonly #onChunk = (chunk: Uint8Array | null): Promise<Uint8Array | null> | Uint8Array | null => {
    if (chunk === null) {
      this.#opener.end();
      return null;
    }
    this.#unopened = chunk;
    return this.#openSome() ?? this.#transport.next().then(this.#onChunk);
  };

  /** Opens what has come up to the first step that gives something; null when no chunk is complete in it. */
  #openSome(): Uint8Array | null {
    while (this.#unopened.length > 0) {
      const opened = this.#openStep();
      if (opened !== null) return opened;
    }
    return null;
  }

  /** Opens the next step of what has come; null when no chunk is complete in it. */
  #openStep(): Uint8Array | null {
    const unopened = this.#unopened;
    const most = step();
    const isLast = unopened.length <= most;
    const input = isLast ? unopened : unopened.subarray(0, most);
    // A view of nothing would hold the chunk's memory.
    this.#unopened = isLast ? NOTHING : unopened.subarray(most);
    const window = this.#lent = windows.take(input.length + ROOM);
    let length = 0;
    try {
      length = this.#opener.open(input, window);
    } finally {
      if (length === 0) this.#takeBack();
    }
    return length === 0 ? null : window.subarray(0, length);
  }

  async #writeSteps(bytes: Uint8Array): Promise<void> {
    if (this.#headerWrite !== null) await this.#headerWrite;
    this.#headerWrite = null;
    for (let rest = bytes; rest.length > 0;) {
      const most = step();
      const pending = this.#writeStep(rest.subarray(0, most));
      rest = rest.subarray(most);
      if (pending !== undefined) await pending;
    }
  }

  #writeStep(bytes: Uint8Array): Promise<void> | void {
    const window = windows.take(bytes.length + ROOM);
    let pending: Promise<void> | void;
    try {
      pending = this.#transport.write(window.subarray(0, this.#sealer.seal(bytes, window)));
    } catch (cause) {
      windows.give(window);
      throw cause;
    }
    if (pending !== undefined) return giveAfter(pending, window);
    windows.give(window);
  }

  #cancelHeaderWait(): void {
    this.#headerWait?.cancel();
    this.#headerWait = null;
  }

  #takeBack(): void {
    if (this.#lent === null) return;
    windows.give(this.#lent);
    this.#lent = null;
  }
}

/** Bytes that can be opened or sealed at once now. */
function step(): number {
  return windows.size - ROOM;
}

async function giveAfter(pending: Promise<void>, window: Uint8Array): Promise<void> {
  try {
    await pending;
  } finally {
    windows.give(window);
  }
}
