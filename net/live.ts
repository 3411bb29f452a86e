/** How many sockets are open: each is counted by the class that owns it. @module */

let open = 0;

/** Streams and listeners that are open now. */
export function openSockets(): number {
  return open;
}

/** Counts one more open socket (1) or one less (-1). */
export function countSocket(step: 1 | -1): void {
  open += step;
}
