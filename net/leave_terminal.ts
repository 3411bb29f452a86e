/** Letting go of the terminal, or of the pipes, that the program was started with. @module */

import { type LibcProcess, nativeBuffer, nativeText, openLibcProcess } from "./libc_process.ts";

const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_APPEND = 0o2000;

/** Where a runtime's own copies of the standard ends are looked for: it makes them when it starts. */
const MOST_COPIES = 64;

/** Nothing is read from standard input, and what is printed from now on is added to the file, or goes nowhere. */
export function leaveTerminal(file?: string): void {
  const libc = openLibcProcess();
  if (libc === null) return;
  const nowhere = libc.open(nativeText("/dev/null"), O_RDWR, 0);
  const opened = file === undefined ? nowhere : libc.open(nativeText(file), O_WRONLY | O_CREAT | O_APPEND, 0o640);
  const output = opened < 0 ? nowhere : opened;
  for (const copy of copiesOfOutput(libc)) libc.dup2(output, copy);
  libc.dup2(nowhere, 0);
  for (const descriptor of new Set([nowhere, output])) if (descriptor > 2) libc.close(descriptor);
}

/**
 * Standard output and error, and what else leads where they do: Deno writes to copies, and whoever reads the other end of
 * a pipe waits until the last of them is gone.
 */
function copiesOfOutput(libc: LibcProcess): number[] {
  const ends = new Set([placeOf(libc, 1), placeOf(libc, 2)]);
  ends.delete("");
  ends.delete("/dev/null");
  const copies = Array.from({ length: MOST_COPIES }, (_, i) => i + 3);
  return [1, 2, ...copies.filter((descriptor) => ends.has(placeOf(libc, descriptor)))];
}

/** What a descriptor leads to; nothing where it is not open. */
function placeOf(libc: LibcProcess, descriptor: number): string {
  const place = nativeBuffer(256);
  const length = libc.readlink(nativeText(`/proc/self/fd/${descriptor}`), place, place.length);
  return length < 0 ? "" : new TextDecoder().decode(place.subarray(0, length));
}
