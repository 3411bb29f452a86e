/** The handlers that every TCP socket on Bun shares: each calls what the socket carries as its data. @module */

import type { Socket, SocketHandler } from "bun";
import { codeOf } from "./errors.ts";
import { moderation } from "./moderation.ts";

/** What a socket carries: who waits for it to open, and from then on its stream. */
export interface SocketEvents {
  /** It has opened. */
  onOpen(socket: Socket<SocketEvents>): void;
  /** It has bytes, which nobody else will touch. */
  onData(chunk: Uint8Array): void;
  /** It takes bytes again. */
  onDrain(): void;
  /** The peer's FIN has come. */
  onEnd(): void;
  /** It is gone: with an error, or, after our own FIN, as the only sign of the peer's. */
  onClose(cause: Error | undefined): void;
}

/** Bytes of a chunk that may be part of bulk. */
const WORTH_COUNTING = 4 * 1024;

/** Whether the end of this turn of the loop will be noted. */
let endIsDue = false;

function count(bytes: number): void {
  moderation.count(bytes);
  if (endIsDue) return;
  endIsDue = true;
  setImmediate(endTurn);
}

function endTurn(): void {
  endIsDue = false;
  moderation.endTurn();
}

/** One set for all sockets: a set for each would cost more than the socket. */
export const handlers: SocketHandler<SocketEvents> = {
  // Not Buffers: what `slice` gives of those is no copy.
  binaryType: "uint8array",
  open: (socket) => socket.data.onOpen(socket),
  data(socket, chunk) {
    if (chunk.length >= WORTH_COUNTING) count(chunk.length);
    socket.data.onData(chunk);
  },
  drain: (socket) => socket.data.onDrain(),
  end: (socket) => socket.data.onEnd(),
  close: (socket, cause) => socket.data.onClose(cause),
  error(_socket, cause) {
    // A socket's own errors also come to `close`; what has no code is a fault of the program.
    if (codeOf(cause) === undefined) throw cause;
  },
  // The promise of `Bun.connect` says the same; without this the error would be thrown where nobody catches it.
  connectError() {},
};

/** Who waits for sockets to open; until then nothing comes. */
export abstract class Opening implements SocketEvents {
  abstract onOpen(socket: Socket<SocketEvents>): void;
  onData(): void {}
  onDrain(): void {}
  onEnd(): void {}
  onClose(): void {}
}
