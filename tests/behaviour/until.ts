/** Waiting for what nobody tells of. @module */

/** Seconds between two looks. */
const BETWEEN = 0.002;

/** Waits until something holds; the test's own limit is the limit of this. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!await holds()) await pause(BETWEEN);
}

/** So many seconds of nothing. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
