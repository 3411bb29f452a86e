/**
 * What the runtimes' sockets do not offer and libc does: a keepalive interval, a reset, a larger buffer. They give no
 * descriptors, but the lowest free number is the next one; each guess is checked against the socket's own address before it is used. Where
 * native code is not permitted, or off Linux, these do nothing.
 *
 * @module
 */

import { openLibc } from "./libc.ts";
import { parseSocketAddress } from "./socket_address.ts";
import type { Endpoint } from "./types.ts";

const SOL_SOCKET = 1;
const SO_KEEPALIVE = 9;
const SO_RCVBUF = 8;
const IPPROTO_TCP = 6;
const TCP_KEEPIDLE = 4;
const TCP_KEEPINTVL = 5;
/** Bytes: a tenth of a second of 1200-byte datagrams at 30,000 a second. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;
/** How far above a guess the socket may be when others were opened meanwhile. */
const GUESS_RANGE = 16;
/** Descriptors that a reset looks through. */
const SCAN_RANGE = 65_536;
/** Descriptors that are not open, one after another, after which a scan ends. */
const SCAN_GAP = 256;
const STDERR = 2;

/** Buffers that C reads and writes: of more than 64 bytes, and kept for good. */
const address = new Uint8Array(128);
const addressSize = new Uint8Array(128);
const option = new Uint8Array(128);
const words = { size: new Int32Array(addressSize.buffer), option: new Int32Array(option.buffer) };

/** The number that the next socket will get; -1 when there is no way to know. */
export function expectDescriptor(): number {
  const libc = openLibc();
  if (libc === null) return -1;
  const free = libc.dup(STDERR);
  if (free >= 0) libc.close(free);
  return free;
}

/**
 * Sets the seconds between keepalive probes on the socket with this local address, opened since `expected` was asked;
 * false where that cannot be done.
 */
export function keepAlive(expected: number, local: Endpoint, seconds: number): boolean {
  const descriptor = findOpened(expected, local);
  if (descriptor === null) return false;
  setKeepAlive(descriptor, seconds);
  return true;
}

/** Sets the seconds between keepalive probes on a TCP socket. */
export function setKeepAlive(descriptor: number, seconds: number): void {
  setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
  setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, Math.ceil(seconds));
  setOption(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, Math.ceil(seconds));
}

/** Makes room in the kernel for bursts of datagrams, as far as the system lets us. */
export function growReceiveBuffer(descriptor: number): void {
  setOption(descriptor, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
}

/** The descriptor of the socket with this local address, opened since `expected` was asked; null when it is not found. */
export function findOpened(expected: number, local: Endpoint): number | null {
  const libc = openLibc();
  if (libc === null || expected < 0) return null;
  for (let descriptor = expected; descriptor < expected + GUESS_RANGE; descriptor++) {
    if (isAt(libc.getsockname, descriptor, local)) return descriptor;
  }
  return null;
}

/** Makes the kernel send a RST on the connection with these ends: connecting a TCP socket to nowhere does that. */
export function resetConnection(local: Endpoint, remote: Endpoint): void {
  const libc = openLibc();
  if (libc === null) return;
  let gap = 0;
  for (let descriptor = 3; descriptor < SCAN_RANGE && gap < SCAN_GAP; descriptor++) {
    const found = readAddress(libc.getsockname, descriptor);
    gap = found === "closed" ? gap + 1 : 0;
    if (!isEndpoint(found, local) || !isAt(libc.getpeername, descriptor, remote)) continue;
    address.fill(0);
    libc.connect(descriptor, address, 16);
    return;
  }
}

/** getsockname or getpeername. */
type GetAddress = (descriptor: number, address: Uint8Array, size: Uint8Array) => number;

function isAt(get: GetAddress, descriptor: number, wanted: Endpoint): boolean {
  return isEndpoint(readAddress(get, descriptor), wanted);
}

function isEndpoint(found: Endpoint | "closed" | null, wanted: Endpoint): boolean {
  return found !== null && found !== "closed" && found.port === wanted.port && found.host === wanted.host;
}

/** The address of a descriptor: "closed" when it may not be one, null when it is not an IP socket. */
function readAddress(get: GetAddress, descriptor: number): Endpoint | "closed" | null {
  words.size[0] = address.length;
  if (get(descriptor, address, addressSize) !== 0) return "closed";
  return parseSocketAddress(address);
}

function setOption(descriptor: number, level: number, name: number, value: number): void {
  words.option[0] = value;
  openLibc()?.setsockopt(descriptor, level, name, option, 4);
}
