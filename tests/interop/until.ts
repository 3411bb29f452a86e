/** Waiting for what nobody tells of. @module */

/** Seconds between two looks. */
const PATIENCE = 0.005;

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!await holds()) await new Promise((resolve) => setTimeout(resolve, PATIENCE * 1000));
}
