/** What was thrown, in words. @module */

/** The message of an error, or what else was thrown as text. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
