/** Telling systemd how the program fares, as sd_notify(3) does: one datagram to a socket of the file system. @module */

import { openLibcFor } from "./libc.ts";

const FUNCTIONS = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  sendto: { parameters: ["i32", "buffer", "usize", "i32", "buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
} as const;

const AF_UNIX = 1;
/** SOCK_DGRAM, closed where another program is started, and never waiting. */
const KIND = 2 | 0o2000000 | 0o4000;
const MSG_NOSIGNAL = 0x4000;
const CLOCK_MONOTONIC = 1;
/** Bytes of the family before the path, and of the longest path with its end. */
const FAMILY_SIZE = 2;
const MAX_PATH = 108;
/** Buffers that C reads are of more than 64 bytes. */
const MIN_BUFFER = 128;

let libc: ReturnType<typeof open> | undefined;

/**
 * Sends a state to the socket at a path; one that begins with `@` is abstract. False where that cannot be done: nobody
 * listens, the path is too long, or native code is not permitted.
 */
export function notify(path: string, state: string): boolean {
  const calls = libc ??= open();
  const address = addressOf(path);
  if (calls === null || address === null) return false;
  const descriptor = calls.socket(AF_UNIX, KIND, 0);
  if (descriptor < 0) return false;
  const bytes = new TextEncoder().encode(state);
  const sent = calls.sendto(descriptor, padded(bytes), bytes.length, MSG_NOSIGNAL, padded(address), address.length);
  calls.close(descriptor);
  return sent === bytes.length;
}

/** Microseconds on the clock that systemd compares by; null where native code is not permitted. */
export function monotonicTime(): bigint | null {
  const calls = libc ??= open();
  const time = new BigInt64Array(MIN_BUFFER / 8);
  if (calls?.clock_gettime(CLOCK_MONOTONIC, new Uint8Array(time.buffer)) !== 0) return null;
  const [seconds = 0n, nanoseconds = 0n] = time;
  return seconds * 1_000_000n + nanoseconds / 1000n;
}

/** The `sockaddr_un` of a path; null when it is no path of a socket. */
function addressOf(path: string): Uint8Array | null {
  const name = new TextEncoder().encode(path);
  if (!/^[/@]./.test(path) || name.length >= MAX_PATH) return null;
  const isAbstract = path.startsWith("@");
  // An abstract name begins with a zero byte, and has none at its end.
  const address = new Uint8Array(FAMILY_SIZE + name.length + (isAbstract ? 0 : 1));
  new Uint16Array(address.buffer, 0, 1)[0] = AF_UNIX;
  address.set(name, FAMILY_SIZE);
  if (isAbstract) address[FAMILY_SIZE] = 0;
  return address;
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= MIN_BUFFER) return bytes;
  const buffer = new Uint8Array(MIN_BUFFER);
  buffer.set(bytes);
  return buffer;
}

function open() {
  return openLibcFor(FUNCTIONS);
}
