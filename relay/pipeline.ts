/** The pipeline that everything moves through: reads are pulled, writes are calls. @module */

/** Where items come from: byte chunks or batches of packets, borrowed until the next pull; null is the end. */
export interface Source<T> {
  next(): Promise<T | null>;
  /** Takes nothing in ahead of the next pull. */
  pause(): void;
}

/** Where items go. What `write` returns is awaited before the item may be used again. */
export interface Sink<T> {
  write(item: T): Promise<void> | void;
  closeWrite(): Promise<void>;
}

/**
 * Moves all that comes out of a source into a sink, and passes the end on. A slow sink slows the source: nothing is
 * pulled while a write is under way.
 *
 * @param observe is shown each item before it is written, and null before the end is passed on: counting, limits and
 * idle clocks hang here
 */
export async function flow<T>(source: Source<T>, sink: Sink<T>, observe: (item: T | null) => void): Promise<void> {
  for (let item = await source.next(); item !== null; item = await source.next()) {
    observe(item);
    const pending = sink.write(item);
    if (pending === undefined) continue;
    source.pause();
    await pending;
  }
  observe(null);
  await sink.closeWrite();
}
