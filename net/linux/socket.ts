/** Sockets of our own, and what is asked of them and told them. @module */

import { descriptorsAreShort, shortOfDescriptors } from "../descriptor_reserve.ts";
import { setKeepAlive } from "../descriptors.ts";
import { parseIp } from "../ip.ts";
import { parseSocketAddress, writeSocketAddress } from "../socket_address.ts";
import type { Endpoint } from "../types.ts";
import { calls, errorNumber, LEAST_BUFFER } from "./calls.ts";
import { linuxError } from "./errors.ts";

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** SOCK_NONBLOCK and SOCK_CLOEXEC: no call on it waits, and no program that we start gets it. */
export const SOCKET_FLAGS = 0o2004000;

/** An option of a socket: its level and its name. */
type Option = readonly [level: number, name: number];
export const REUSE_ADDRESS: Option = [1, 2];
const ERROR: Option = [1, 4];
const LINGER: Option = [1, 13];
export const REUSE_PORT: Option = [1, 15];
const NO_DELAY: Option = [6, 1];
const V6_ONLY: Option = [41, 26];

/** Where an address, its size and an option are written, by us or by C. */
export const address = new Uint8Array(LEAST_BUFFER);
export const addressSize = new Int32Array(LEAST_BUFFER / 4);
export const addressSizeBytes = new Uint8Array(addressSize.buffer);
const option = new Int32Array(LEAST_BUFFER / 4);
const optionBytes = new Uint8Array(option.buffer);

/** A new TCP socket for this address, which must be an IP address. */
export function openTcp(at: Endpoint, action: string): number {
  return open(at, SOCK_STREAM, action);
}

/** A new UDP socket for this address, which must be an IP address. */
export function openUdp(at: Endpoint, action: string): number {
  return open(at, SOCK_DGRAM, action);
}

function open({ host }: Endpoint, type: number, action: string): number {
  if (descriptorsAreShort()) throw shortOfDescriptors(action);
  const isIpv6 = host.includes(":");
  const descriptor = calls().socket(isIpv6 ? AF_INET6 : AF_INET, type | SOCKET_FLAGS, 0);
  if (descriptor < 0) throw linuxError(action, errorNumber());
  if (isIpv6) setOption(descriptor, V6_ONLY, 0);
  return descriptor;
}

/** Whether a host is an address, so that nobody need be asked for it. */
export function isAddress(host: string): boolean {
  return parseIp(host) !== null;
}

/** Writes an endpoint where C reads it; its size in bytes. */
export function putAddress(endpoint: Endpoint): number {
  return writeSocketAddress(endpoint, false, address);
}

/** Binds a socket. @throws {SocketError} */
export function bindTo(descriptor: number, at: Endpoint, action: string): void {
  if (calls().bind(descriptor, address, putAddress(at)) !== 0) throw linuxError(action, errorNumber());
}

/** Where a socket is bound; null when it is none any more. */
export function localOf(descriptor: number): Endpoint | null {
  addressSize[0] = address.length;
  if (calls().getsockname(descriptor, address, addressSizeBytes) !== 0) return null;
  return parseSocketAddress(address);
}

/** Tells a socket an option. */
export function setOption(descriptor: number, [level, name]: Option, value: number): boolean {
  option[0] = value;
  return calls().setsockopt(descriptor, level, name, optionBytes, 4) === 0;
}

/** Small writes go at once, and a peer that is gone is noticed; connections that are accepted have it of the listener. */
export function prepare(descriptor: number, keepalive: number): void {
  setOption(descriptor, NO_DELAY, 1);
  setKeepAlive(descriptor, keepalive);
}

/** Closing sends a reset from now on, and no end. */
export function resetAtClose(descriptor: number): void {
  const [level, name] = LINGER;
  option[0] = 1;
  option[1] = 0;
  calls().setsockopt(descriptor, level, name, optionBytes, 8);
}

/** The number of the error that a socket has met, 0 for none; it is told once. */
export function takeError(descriptor: number): number {
  const [level, name] = ERROR;
  addressSize[0] = 4;
  option[0] = 0;
  calls().getsockopt(descriptor, level, name, optionBytes, addressSizeBytes);
  return option[0]!;
}
