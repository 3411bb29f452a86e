/** Reads a handshake: exactly as many bytes as it needs, however they arrive. @module */

import type { Endpoint, Stream } from "../../net/types.ts";
import { parseAddress } from "../address.ts";
import { ConnectionError } from "../errors.ts";

const NOTHING = new Uint8Array(0);

/** A stream read by the byte. What it holds beyond the handshake is the client's first payload. */
export class HandshakeReader {
  readonly #stream: Stream;
  #held: Uint8Array = NOTHING;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** All that is there; valid until the next call. */
  get held(): Uint8Array {
    return this.#held;
  }

  /** Hands over all that is there. */
  takeHeld(): Uint8Array {
    const held = this.#held;
    this.#held = NOTHING;
    return held;
  }

  /**
   * Adds the next chunk to what is held. While nothing is held, the chunk is not copied.
   *
   * @throws {ConnectionError} `truncated` at the peer's FIN.
   */
  async more(): Promise<void> {
    if (this.#held.length > 0) this.#held = this.#held.slice();
    const chunk = await this.#stream.next();
    if (chunk === null) throw new ConnectionError("truncated", "Cannot read the handshake: it ended early");
    this.#held = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
  }

  /** The next `size` bytes; valid until the next call. */
  async take(size: number): Promise<Uint8Array> {
    while (this.#held.length < size) await this.more();
    const taken = this.#held.subarray(0, size);
    this.skip(size);
    return taken;
  }

  /** Drops `size` bytes of what is held. */
  skip(size: number): void {
    this.#held = this.#held.subarray(size);
  }
}

/**
 * The address that comes next.
 *
 * @throws {AddressError} when what comes is not one.
 */
export async function takeAddress(reader: HandshakeReader): Promise<Endpoint> {
  for (;;) {
    const address = parseAddress(reader.held);
    if (address !== null) {
      reader.skip(address.size);
      return address.target;
    }
    await reader.more();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
