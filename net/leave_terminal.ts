/** Letting go of the terminal, or of the pipes, that the program was started with. @module */

import { nativeText, openLibcProcess } from "./libc_process.ts";

const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_APPEND = 0o2000;

/** Nothing is read from standard input, and what is printed from now on is added to the file, or goes nowhere. */
export function leaveTerminal(file?: string): void {
  const libc = openLibcProcess();
  if (libc === null) return;
  const nowhere = libc.open(nativeText("/dev/null"), O_RDWR, 0);
  const opened = file === undefined ? nowhere : libc.open(nativeText(file), O_WRONLY | O_CREAT | O_APPEND, 0o640);
  const output = opened < 0 ? nowhere : opened;
  libc.dup2(nowhere, 0);
  libc.dup2(output, 1);
  libc.dup2(output, 2);
  for (const descriptor of new Set([nowhere, output])) if (descriptor > 2) libc.close(descriptor);
}
