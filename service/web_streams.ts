/** A stream as the Web's own: for programs, not for relays, since it copies. @module */

import type { Stream } from "../net/types.ts";

/** The two directions of a stream; it is let go of when both have ended. */
export interface WebStreams {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** Wraps a stream, which is theirs from now on. */
export function webStreams(stream: Stream): WebStreams {
  let open = 2;
  const ended = () => {
    if (--open === 0) stream.close();
  };
  const readable = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = await stream.next();
      if (chunk !== null) return controller.enqueue(chunk.slice());
      controller.close();
      ended();
    },
    cancel: () => stream.close(),
  }, { highWaterMark: 0 });
  const writable = new WritableStream<Uint8Array>({
    write: (bytes) => stream.write(bytes),
    async close() {
      await stream.closeWrite();
      ended();
    },
    abort: () => stream.abort(),
  });
  return { readable, writable };
}
