/** How many descriptors the process may have open. @module */

import { HostError } from "./errors.ts";
import { type LibcProcess, nativeBuffer, openLibcProcess } from "./libc_process.ts";

/** RLIMIT_NOFILE of Linux. */
const OPEN_FILES = 7;

/**
 * Lets the process open so many descriptors; both limits become that number, the upper one where it may.
 *
 * @throws {HostError} where the system refuses.
 */
export function limitOpenFiles(count: number): void {
  const libc = openLibcProcess();
  if (libc === null) throw impossible(count, "libc cannot be called here: expected Linux, and on Deno --allow-ffi");
  const { hard } = readLimit(libc);
  if (set(libc, count, Math.max(count, hard))) return;
  throw impossible(count, `the system allows at most ${hard}`);
}

/** How many descriptors the process may have open; null where that cannot be known. */
export function openFilesLimit(): number | null {
  const libc = openLibcProcess();
  return libc === null ? null : readLimit(libc).soft;
}

function readLimit(libc: LibcProcess): { soft: number; hard: number } {
  const limits = nativeBuffer(16);
  libc.getrlimit(OPEN_FILES, limits);
  const view = new DataView(limits.buffer);
  return { soft: Number(view.getBigUint64(0, true)), hard: Number(view.getBigUint64(8, true)) };
}

function set(libc: LibcProcess, soft: number, hard: number): boolean {
  const limits = nativeBuffer(16);
  const view = new DataView(limits.buffer);
  view.setBigUint64(0, BigInt(soft), true);
  view.setBigUint64(8, hard >= 2 ** 64 ? 0xffff_ffff_ffff_ffffn : BigInt(hard), true);
  return libc.setrlimit(OPEN_FILES, limits) === 0;
}

function impossible(count: number, reason: string): HostError {
  return new HostError("permission", `Cannot open up to ${count} files at once: ${reason}`);
}
