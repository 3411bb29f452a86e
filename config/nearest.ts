/** The known name that somebody probably meant. @module */

/** The longest name that is compared: none of ours is nearly as long. */
const LONGEST = 100;

/** The candidate nearest to a name, or undefined when none is near enough to be meant. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `; the nearest known one is "…"`, or nothing: the end of a message about an unknown name. */
export function nearestHint(name: string, candidates: Iterable<string>, prefix = ""): string {
  const found = nearest(name, candidates);
  return found === undefined ? "" : `; the nearest known one is "${prefix}${found}"`;
}

/** How many letters must be put in, taken out, changed, or swapped with the next, to make one text of the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? at(before, j - 2) + 1 : Infinity;
      next.push(Math.min(change, swap, at(row, j) + 1, at(next, j - 1) + 1));
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}

/** One cell of a row; every cell is filled before it is asked for. */
function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
