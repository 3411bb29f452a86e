/** Listening on Bun. @module */

import type { Socket, TCPSocketListener } from "bun";
import { toSocketError } from "./bun_errors.ts";
import { noteOpened } from "./bun_growth.ts";
import { handlers, Opening, type SocketEvents } from "./bun_handlers.ts";
import { canOwn } from "./bun_own.ts";
import { BunStream } from "./bun_stream.ts";
import { descriptorsAreShort } from "./descriptor_reserve.ts";
import { formatEndpoint, plainHost } from "./hosts.ts";
import { LinuxListener } from "./linux/listen.ts";
import { countSocket } from "./live.ts";
import type { Endpoint, Listener, ListenOptions, Stream } from "./types.ts";

/**
 * Listens on a TCP port and hands on what it accepts.
 *
 * @throws {SocketError} when the port cannot be had.
 */
export function listen(options: ListenOptions, onStream: (stream: Stream) => void): Listener {
  return canOwn(options.host) ? new LinuxListener(options, noting(onStream)) : new BunListener(options, onStream);
}

/** Notes each socket that was opened. */
function noting(onStream: (stream: Stream) => void): (stream: Stream) => void {
  return (stream) => {
    noteOpened();
    onStream(stream);
  };
}

/** Who waits for what comes: one for all sockets of a listener. */
class Accepting extends Opening {
  readonly #options: ListenOptions;
  readonly #onStream: (stream: Stream) => void;
  #exhausted = false;

  constructor(options: ListenOptions, onStream: (stream: Stream) => void) {
    super();
    this.#options = options;
    this.#onStream = onStream;
  }

  onOpen(socket: Socket<SocketEvents>): void {
    const stream = new BunStream(socket, this.#options.keepalive);
    socket.data = stream;
    noteOpened();
    if (this.#refuses()) stream.abort();
    else this.#onStream(stream);
  }

  /**
   * Bun's listener spins a whole core once the descriptors are used up, and cannot be paused: so the last ones are kept
   * for accepting, and what comes is reset at once.
   */
  #refuses(): boolean {
    const short = descriptorsAreShort();
    if (short !== this.#exhausted) this.#options.onExhausted?.(short);
    this.#exhausted = short;
    return short;
  }
}

class BunListener implements Listener {
  readonly local: Endpoint;
  readonly #listener: TCPSocketListener<SocketEvents>;
  #closed = false;

  constructor(options: ListenOptions, onStream: (stream: Stream) => void) {
    // Not written into the call: Bun's types do not know that it can share a port.
    const wanted = {
      hostname: options.host,
      port: options.port,
      reusePort: options.shared ?? false,
      allowHalfOpen: true,
      data: new Accepting(options, onStream),
      socket: handlers,
    };
    try {
      this.#listener = Bun.listen<SocketEvents>(wanted);
    } catch (cause) {
      throw toSocketError(`listen on ${formatEndpoint(options)}`, cause);
    }
    this.local = { host: plainHost(this.#listener.hostname), port: this.#listener.port };
    countSocket(1);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    countSocket(-1);
    this.#listener.stop(false);
  }
}
