/** Listening on Deno. @module */

import { toSocketError } from "./deno_errors.ts";
import { expectDescriptor, keepAlive } from "./descriptors.ts";
import { DenoStream } from "./deno_stream.ts";
import { endpointOf } from "./deno_addr.ts";
import { canOwn } from "./deno_own.ts";
import { formatEndpoint } from "./hosts.ts";
import { EXHAUSTED_PAUSE, LinuxListener } from "./linux/listen.ts";
import { countSocket } from "./live.ts";
import { after, type Wait } from "./timers.ts";
import type { Endpoint, Listener, ListenOptions, Stream } from "./types.ts";

/**
 * Listens on a TCP port and hands on what it accepts.
 *
 * @throws {SocketError} when the port cannot be had.
 */
export function listen(options: ListenOptions, onStream: (stream: Stream) => void): Listener {
  return canOwn(options.host) ? new LinuxListener(options, onStream) : new DenoListener(options, onStream);
}

class DenoListener implements Listener {
  readonly local: Endpoint;
  readonly #listener: Deno.TcpListener;
  readonly #options: ListenOptions;
  /** Whether accepted connections inherit the listener's keepalive (Linux); else each is told, without an interval. */
  readonly #keepsAlive: boolean;
  #pause: { wait: Wait; end: () => void } | null = null;
  #closed = false;

  constructor(options: ListenOptions, onStream: (stream: Stream) => void) {
    this.#options = options;
    const descriptor = expectDescriptor();
    this.#listener = open(options);
    this.local = endpointOf(this.#listener.addr);
    this.#keepsAlive = keepAlive(descriptor, this.local, options.keepalive);
    countSocket(1);
    void this.#accept(onStream);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    countSocket(-1);
    this.#listener.close();
    this.#pause?.wait.cancel();
    this.#pause?.end();
  }

  /** Accepting fails when descriptors run out; iterating over the listener would end there, and this goes on. */
  async #accept(onStream: (stream: Stream) => void): Promise<void> {
    let exhausted = false;
    while (!this.#closed) {
      let conn: Deno.TcpConn;
      try {
        conn = await this.#listener.accept();
      } catch {
        if (this.#closed) return;
        if (!exhausted) this.#options.onExhausted?.(true);
        exhausted = true;
        await this.#rest();
        continue;
      }
      if (exhausted) this.#options.onExhausted?.(false);
      exhausted = false;
      conn.setNoDelay(true);
      if (!this.#keepsAlive) conn.setKeepAlive(true);
      onStream(new DenoStream(conn));
    }
  }

  #rest(): Promise<void> {
    return new Promise((end) => this.#pause = { wait: after(EXHAUSTED_PAUSE, end), end });
  }
}

function open(options: ListenOptions): Deno.TcpListener {
  try {
    const { host: hostname, port, shared = false } = options;
    return Deno.listen({ hostname, port, transport: "tcp", reusePort: shared });
  } catch (cause) {
    throw toSocketError(`listen on ${formatEndpoint(options)}`, cause);
  }
}
