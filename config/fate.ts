/** What becomes of a key that is known and not read. @module */

/** Whether it ends the start, is remarked upon, or says nothing of a run. */
export interface Fate {
  /** What becomes of it. */
  readonly kind: "refused" | "unused" | "silent";
  /** What is said of it, behind its name. */
  readonly reason: string;
}

/** The same fate for every name in a list with spaces. */
export function fates(kind: Fate["kind"], reason: string, names: string): Map<string, Fate> {
  return new Map(names.split(" ").map((name) => [name, { kind, reason }]));
}
