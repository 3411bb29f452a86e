/** The two directions of a stream method: an IV, then bytes under its keystream. @module */

import type { StreamKeys } from "./stream_method.ts";
import { CipherError, type Opener, type Sealer, type StreamTransform } from "./types.ts";

/** Seals: the IV goes ahead of the first bytes, and they go with the header. */
export class StreamSealer implements Sealer {
  readonly #keys: StreamKeys;
  #header: Uint8Array;
  #stream: StreamTransform | null = null;
  #closed = false;

  /** @param header plaintext that goes first */
  constructor(keys: StreamKeys, header: Uint8Array) {
    this.#keys = keys;
    this.#header = header;
  }

  bound(length: number): number {
    return this.#stream === null ? this.#keys.row.saltSize + this.#header.length + length : length;
  }

  seal(input: Uint8Array, out: Uint8Array): number {
    if (this.#closed) throw new Error("Cannot seal: the sealer is closed");
    const start = this.#stream === null ? this.#begin(out) : 0;
    this.#stream!.update(input, out.subarray(start, start + input.length));
    return start + input.length;
  }

  close(): void {
    this.#closed = true;
    this.#stream?.close();
  }

  /** Puts the IV and the header out, and returns where they end. */
  #begin(out: Uint8Array): number {
    const { row, masterKey, makeStream, ivs } = this.#keys;
    const header = this.#header;
    const iv = crypto.getRandomValues(new Uint8Array(row.saltSize));
    // What we sent must not be accepted when somebody sends it back.
    ivs?.add(iv);
    this.#stream = makeStream(masterKey, iv, "encrypt");
    out.set(iv);
    this.#stream.update(header, out.subarray(iv.length, iv.length + header.length));
    this.#header = new Uint8Array(0);
    return iv.length + header.length;
  }
}

/** Opens: whatever comes behind the IV is taken for what the peer sent. */
export class StreamOpener implements Opener {
  readonly #keys: StreamKeys;
  readonly #admit: (iv: Uint8Array) => boolean;
  readonly #iv: Uint8Array;
  /** Bytes of the IV that are there. */
  #known = 0;
  #stream: StreamTransform | null = null;
  #closed = false;

  /** @param admit says, and remembers, whether a connection with this IV may come in */
  constructor(keys: StreamKeys, admit: (iv: Uint8Array) => boolean) {
    this.#keys = keys;
    this.#admit = admit;
    this.#iv = new Uint8Array(keys.row.saltSize);
  }

  bound(length: number): number {
    return length;
  }

  open(input: Uint8Array, out: Uint8Array): number {
    if (this.#closed) throw new Error("Cannot open: the opener is closed");
    const start = this.#stream === null ? this.#takeIv(input) : 0;
    if (this.#known < this.#iv.length) return 0;
    this.#stream ??= this.#begin();
    const rest = start === 0 ? input : input.subarray(start);
    this.#stream.update(rest, out);
    return rest.length;
  }

  end(): void {
    if (this.#known > 0 && this.#known < this.#iv.length) {
      throw new CipherError("truncated", "Cannot open the stream: it ended inside its IV");
    }
  }

  close(): void {
    this.#closed = true;
    this.#stream?.close();
  }

  /** Takes what the input has of the IV, and returns where that ends. */
  #takeIv(input: Uint8Array): number {
    const taken = Math.min(this.#iv.length - this.#known, input.length);
    this.#iv.set(input.subarray(0, taken), this.#known);
    this.#known += taken;
    return taken;
  }

  #begin(): StreamTransform {
    if (!this.#admit(this.#iv)) {
      throw new CipherError("replay", "Cannot open the stream: its IV has been seen before");
    }
    return this.#keys.makeStream(this.#keys.masterKey, this.#iv, "decrypt");
  }
}
