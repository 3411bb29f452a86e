/** Queries by TLS (RFC 7858), over connections that are kept for the next query. @module */

import { connectTls } from "#net";
import { after, type Wait } from "../net/timers.ts";
import type { Stream } from "../net/types.ts";
import { type Limits, type Server, titleOf } from "./exchange.ts";
import { askOver, KEEPALIVE } from "./tcp.ts";

/** Seconds for which a connection waits for the next query; servers wait longer. */
const IDLE = 5;
/** Connections that wait, of one server. */
const MAX_IDLE = 4;

interface Idle {
  readonly stream: Stream;
  readonly wait: Wait;
}

/** Dials a server; its certificate is checked. */
type Dial = (server: Server, timeout: number) => Promise<Stream>;

/** Asks by TLS. A connection carries one query at a time. */
export class TlsConnections {
  readonly #dial: Dial;
  readonly #idle = new Map<string, Idle[]>();
  #closed = false;

  constructor(dial: Dial = dialTls) {
    this.#dial = dial;
  }

  /** Asks over a connection that waits; where there is none, or it is gone by now, over a new one. */
  async ask(server: Server, query: Uint8Array, limits: Limits): Promise<Uint8Array> {
    const start = performance.now();
    const keep = (stream: Stream) => this.#keep(titleOf(server), stream);
    const kept = this.#take(titleOf(server));
    if (kept !== null) {
      try {
        return await askOver(server, query, limits, () => Promise.resolve(kept), keep);
      } catch (cause) {
        if (limits.signal.aborted || performance.now() - start >= limits.timeout * 1000) throw cause;
      }
    }
    return await askOver(server, query, limits, () => this.#dial(server, limits.timeout), keep);
  }

  /** Closes what waits, and whatever comes back. */
  close(): void {
    this.#closed = true;
    for (const { stream, wait } of [...this.#idle.values()].flat()) {
      wait.cancel();
      stream.close();
    }
    this.#idle.clear();
  }

  #take(title: string): Stream | null {
    const idle = this.#idle.get(title)?.pop();
    idle?.wait.cancel();
    return idle?.stream ?? null;
  }

  #keep(title: string, stream: Stream): void {
    const list = this.#idle.get(title) ?? [];
    if (this.#closed || list.length >= MAX_IDLE) return stream.close();
    const wait = after(IDLE, () => {
      list.splice(list.findIndex((idle) => idle.stream === stream), 1);
      stream.close();
    });
    list.push({ stream, wait });
    this.#idle.set(title, list);
  }
}

function dialTls({ host, port, certified }: Server, timeout: number): Promise<Stream> {
  return connectTls({ host, port, timeout, keepalive: KEEPALIVE, name: certified });
}
