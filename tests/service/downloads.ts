/** Downloads that last as long as a test wants: what was sent and what came are compared by their sums. @module */

import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { type BulkOrigin, dialBulk, letGo } from "../behaviour/bulk.ts";
import { noise } from "../behaviour/wiring.ts";

/** Milliseconds between the pieces of a download, and their size: some 800 KB a second of each. */
const PACE = 20;
const PIECE = 16 * 1024;

/** One download, from an origin through a SOCKS5 port. */
export class Download {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #sent = createHash("sha256");
  readonly #came = createHash("sha256");
  readonly #piece: Uint8Array;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #ended: Promise<string>;
  sent = 0;
  came = 0;

  private constructor(source: Socket, sink: Socket, seed: number, pace: number) {
    this.#source = source;
    this.#sink = sink;
    this.#piece = noise(PIECE, seed);
    sink.on("data", (chunk: Uint8Array) => {
      this.#came.update(chunk);
      this.came += chunk.length;
    });
    this.#ended = new Promise((resolve) => {
      sink.on("end", () => resolve("fin"));
      sink.on("error", (cause) => resolve(cause.message));
    });
    source.on("error", () => {});
    this.#timer = setInterval(() => this.#send(), pace);
  }

  /** Begins one. */
  static async begin(socksPort: number, origin: BulkOrigin, seed: number, pace = PACE): Promise<Download> {
    const accepted = origin.accept();
    const sink = await dialBulk(socksPort, { host: "127.0.0.1", port: origin.port });
    return new Download(await accepted, sink, seed, pace);
  }

  /** Has the origin end it; says how it ended, and whether every byte came as it was sent. */
  async finish(): Promise<{ end: string; whole: boolean }> {
    clearInterval(this.#timer);
    this.#source.end();
    const end = await this.#ended;
    const whole = this.sent === this.came && this.#sent.digest("hex") === this.#came.digest("hex");
    await this.close();
    return { end, whole };
  }

  /** Lets go of both ends, wherever it is. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([letGo(this.#source), letGo(this.#sink)]);
  }

  /** No two pieces are the same. One that finds the last still on its way is left out. */
  #send(): void {
    if (this.#source.writableLength > 0) return;
    new DataView(this.#piece.buffer).setUint32(0, this.sent);
    this.#sent.update(this.#piece);
    this.sent += PIECE;
    this.#source.write(this.#piece.slice());
  }
}
