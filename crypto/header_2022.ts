/**
 * The headers of SIP022 streams.
 *
 * ```text
 * request, fixed:     type 0 (1) | timestamp (8) | length (2)
 * request, variable:  address | padding length (2) | padding | first payload
 * response, fixed:    type 1 (1) | timestamp (8) | request salt (key size) | length (2)
 * ```
 *
 * Numbers are big-endian, the timestamp is in Unix seconds, and `length` is that of what comes next.
 *
 * @module
 */

import { addressSize } from "./socks_address.ts";
import { CipherError } from "./types.ts";

/** Which way a stream or datagram goes. */
export const TYPE = { request: 0, response: 1 } as const;

/** Seconds that the peers' clocks may differ. */
export const CLOCK_WINDOW = 30;

/** Bytes of padding at the most. */
export const MAX_PADDING = 900;

const TIMESTAMP_END = 9;

/** Bytes of the fixed header; a response echoes a salt of so many bytes. */
export function fixedHeaderSize(echoSize: number): number {
  return TIMESTAMP_END + echoSize + 2;
}

/**
 * Puts the fixed header, which fills `out` wholly.
 *
 * @param now Unix seconds
 * @param echo the request's salt, in a response; empty in a request
 */
export function putFixedHeader(type: number, now: number, echo: Uint8Array, length: number, out: Uint8Array): void {
  putTypeAndTime(type, now, out);
  out.set(echo, TIMESTAMP_END);
  putUint16(out, TIMESTAMP_END + echo.length, length);
}

/**
 * The length in a fixed header, once it has proved to be of this type and time and to echo the salt.
 *
 * @throws {CipherError} `protocol` or `clock`.
 */
export function parseFixedHeader(header: Uint8Array, type: number, now: number, echo: Uint8Array): number {
  checkTypeAndTime(header, type, now);
  for (let i = 0; i < echo.length; i++) {
    if (header[TIMESTAMP_END + i] === echo[i]) continue;
    throw new CipherError("protocol", "Cannot open the response: it answers another request");
  }
  return getUint16(header, TIMESTAMP_END + echo.length);
}

/** Puts type and timestamp at the start. */
export function putTypeAndTime(type: number, now: number, out: Uint8Array): void {
  const seconds = Math.floor(now);
  out[0] = type;
  putUint32(out, 1, Math.floor(seconds / 2 ** 32));
  putUint32(out, 5, seconds >>> 0);
}

/**
 * Checks type and timestamp at the start.
 *
 * @throws {CipherError} `protocol` or `clock`.
 */
export function checkTypeAndTime(header: Uint8Array, type: number, now: number): void {
  if (header[0] !== type) {
    throw new CipherError("protocol", `Cannot open the header: expected type ${type}, got ${header[0]}`);
  }
  const ahead = getUint32(header, 1) * 2 ** 32 + getUint32(header, 5) - Math.floor(now);
  if (Math.abs(ahead) > CLOCK_WINDOW) {
    throw new CipherError("clock", `authenticated, clock ${Math.abs(ahead)} s ${ahead > 0 ? "ahead" : "behind"}`);
  }
}

/** Puts what a request's variable header has behind the address, and returns where the payload begins. */
export function putPadding(out: Uint8Array, at: number, padding: number): number {
  putUint16(out, at, padding);
  // The header is sealed as a whole: what pads it need not be random.
  out.fill(0, at + 2, at + 2 + padding);
  return at + 2 + padding;
}

/** Bytes of padding for a request without payload: 1 to 900, so that it is never 0. */
export function randomPadding(): number {
  return 1 + crypto.getRandomValues(new Uint32Array(1))[0]! % MAX_PADDING;
}

/**
 * Takes the padding out of an opened variable header, in place: what remains is address and payload, and its size is
 * returned.
 *
 * @throws {CipherError} `protocol` when the parts do not fit, or there is neither payload nor padding.
 */
export function removePadding(header: Uint8Array): number {
  const address = addressSize(header);
  const at = address + 2;
  if (address <= 0 || at > header.length) {
    throw new CipherError("protocol", "Cannot open the request: its address does not fit its header");
  }
  const padding = getUint16(header, address);
  const payload = at + padding;
  if (payload > header.length) {
    throw new CipherError("protocol", "Cannot open the request: its padding does not fit its header");
  }
  if (padding === 0 && payload === header.length) {
    throw new CipherError("protocol", "Cannot open the request: it has neither payload nor padding");
  }
  header.copyWithin(address, payload);
  return header.length - 2 - padding;
}

/** Puts a 16-bit number. */
export function putUint16(out: Uint8Array, at: number, value: number): void {
  out[at] = value >> 8;
  out[at + 1] = value & 0xff;
}

/** The 16-bit number at a place. */
export function getUint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! << 8 | bytes[at + 1]!;
}

/** Puts a 32-bit number. */
export function putUint32(out: Uint8Array, at: number, value: number): void {
  putUint16(out, at, value >>> 16);
  putUint16(out, at + 2, value & 0xffff);
}

/** The 32-bit number at a place. */
export function getUint32(bytes: Uint8Array, at: number): number {
  return getUint16(bytes, at) * 0x10000 + getUint16(bytes, at + 2);
}
