/** Which parts of two values differ. @module */

/** Whether two values that JSON could hold say the same; what is undefined counts as absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return Array.isArray(a) === Array.isArray(b) && differing(a, b).length === 0;
}

/** The keys whose values differ. */
export function differing(a: object, b: object): string[] {
  const left: Record<string, unknown> = { ...a };
  const right: Record<string, unknown> = { ...b };
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].filter((key) => !isSame(left[key], right[key]));
}
