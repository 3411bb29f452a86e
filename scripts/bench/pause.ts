/** Waiting for time to pass, which is what a measurement is about. @module */

/** Waits so many seconds. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
