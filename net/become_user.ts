/** Becoming another user, for good, in all threads of the process. @module */

import { HostError } from "./errors.ts";
import { type LibcProcess, nativeBuffer, openLibcProcess } from "./libc_process.ts";
import type { SystemUser } from "./users.ts";

/**
 * Makes the process that user's: its groups, its group, then itself, after which there is no way back. libc does it in
 * every thread.
 *
 * @throws {HostError} where it is impossible; the process is then to end.
 */
export function becomeUser(user: SystemUser): void {
  const libc = openLibcProcess();
  if (libc === null) throw impossible(user, "libc cannot be called here: expected Linux, and on Deno --allow-ffi");
  if (libc.geteuid() === user.uid && libc.getuid() === user.uid) return;
  if (libc.geteuid() !== 0) throw impossible(user, "only root may become another user");
  const groups = nativeBuffer(4 * user.groups.length);
  const view = new DataView(groups.buffer);
  for (const [i, group] of user.groups.entries()) view.setUint32(4 * i, group, true);
  const done = libc.setgroups(user.groups.length, groups) === 0 &&
    libc.setgid(user.gid | 0) === 0 &&
    libc.setuid(user.uid | 0) === 0;
  if (!done || !took(libc, user)) throw impossible(user, "the system refused");
}

/** Whether it took effect, and cannot be taken back. */
function took(libc: LibcProcess, user: SystemUser): boolean {
  const is = (found: number, expected: number) => found >>> 0 === expected;
  if (!is(libc.getuid(), user.uid) || !is(libc.geteuid(), user.uid) || !is(libc.getgid(), user.gid)) return false;
  return user.uid === 0 || libc.setuid(0) !== 0;
}

function impossible({ name }: SystemUser, reason: string): HostError {
  return new HostError("permission", `Cannot become the user ${name}: ${reason}`);
}
