/**
 * Process id files, locked as long as the process lives, by the same kind of lock that the Python program takes (`lockf`):
 * what stands in a file that nobody locks is of a process that is gone.
 *
 * @module
 */

import { HostError } from "./errors.ts";
import { type LibcProcess, nativeText, openLibcProcess } from "./libc_process.ts";
import type { HeldPidFile } from "./types.ts";

const O_RDWR = 2;
const O_CREAT = 0o100;
const O_CLOEXEC = 0o2000000;
const F_TLOCK = 2;
const F_TEST = 3;

/**
 * Takes a pid file for this process, and makes it where there is none; null when another process holds it.
 *
 * @throws {HostError} when it can neither be opened nor made, or nothing here can lock it.
 */
export function holdPidFile(path: string): HeldPidFile | null {
  const libc = openLibcProcess();
  if (libc === null) {
    throw new HostError(
      "permission",
      `Cannot lock ${path}: libc cannot be called here: expected Linux, and on Deno --allow-ffi`,
    );
  }
  const descriptor = libc.open(nativeText(path), O_RDWR | O_CREAT | O_CLOEXEC, 0o644);
  if (descriptor < 0) throw new HostError("permission", `Cannot write ${path}: the system refused`);
  if (libc.lockf(descriptor, F_TLOCK, 0) !== 0) {
    libc.close(descriptor);
    return null;
  }
  return held(libc, descriptor);
}

function held(libc: LibcProcess, descriptor: number): HeldPidFile {
  return {
    write(pid) {
      const text = nativeText(String(pid));
      libc.ftruncate(descriptor, 0);
      libc.write(descriptor, text, String(pid).length);
    },
    release() {
      libc.ftruncate(descriptor, 0);
      libc.close(descriptor);
    },
  };
}

/** Whether another process holds the pid file: true or false, or null where nothing here can tell. */
export function isPidFileHeld(path: string): boolean | null {
  const libc = openLibcProcess();
  if (libc === null) return null;
  const descriptor = libc.open(nativeText(path), O_RDWR | O_CLOEXEC, 0);
  if (descriptor < 0) return null;
  const isFree = libc.lockf(descriptor, F_TEST, 0) === 0;
  libc.close(descriptor);
  return !isFree;
}
