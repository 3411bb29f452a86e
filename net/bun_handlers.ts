/** The handlers that every TCP socket on Bun shares: each finds its stream in the socket's data. @module */

import type { SocketHandler } from "bun";
import { BunStream, type SocketData } from "./bun_stream.ts";
import { codeOf } from "./errors.ts";

/** A socket opens once. */
const opened = () => {};

/** One set for all sockets: a set for each would cost more than the socket. */
export const handlers: SocketHandler<SocketData> = {
  // Not Buffers: what `slice` gives of those is no copy.
  binaryType: "uint8array",
  open(socket) {
    const { onOpen, keepalive } = socket.data;
    const stream = new BunStream(socket, keepalive);
    // What waited for the socket is not held for its life.
    socket.data = { stream, onOpen: opened, keepalive };
    onOpen(stream);
  },
  data: (socket, chunk) => socket.data.stream?.onData(chunk),
  drain: (socket) => socket.data.stream?.onDrain(),
  end: (socket) => socket.data.stream?.onEnd(),
  close: (socket, cause) => socket.data.stream?.onClose(cause),
  error(_socket, cause) {
    // A socket's own errors also come to `close`; what has no code is a fault of the program.
    if (codeOf(cause) === undefined) throw cause;
  },
  // The promise of `Bun.connect` says the same; without this the error would be thrown where nobody catches it.
  connectError() {},
};
