/**
 * The body of SIP022 datagrams:
 *
 * ```text
 * to the server:  type 0 (1) | timestamp (8) | padding length (2) | padding | address | payload
 * to the client:  type 1 (1) | timestamp (8) | client session id (8) | padding length (2) | padding | address | payload
 * ```
 *
 * @module
 */

import { checkTypeAndTime, getUint16, MAX_PADDING, putPadding, putTypeAndTime, TYPE } from "./header_2022.ts";
import { addressSize } from "./socks_address.ts";
import { CipherError } from "./types.ts";

/** Bytes of a session id. */
export const SESSION_ID_SIZE = 8;
/** Bytes of session id and packet id. */
export const SEPARATE_HEADER_SIZE = 16;

const TIMESTAMP_END = 9;
const DNS_PORT = 53;

/** The most bytes of a body beside address and payload. */
export const BODY_OVERHEAD = TIMESTAMP_END + SESSION_ID_SIZE + 2 + MAX_PADDING;

/**
 * Puts a body into `out`, and returns its size.
 *
 * @param now Unix seconds
 * @param echo the client's session id, in an answer; empty towards the server
 * @param plain address and payload
 */
export function putBody(now: number, echo: Uint8Array, plain: Uint8Array, out: Uint8Array): number {
  putTypeAndTime(echo.length === 0 ? TYPE.request : TYPE.response, now, out);
  out.set(echo, TIMESTAMP_END);
  const at = putPadding(out, TIMESTAMP_END + echo.length, paddingFor(plain));
  out.set(plain, at);
  return at + plain.length;
}

/**
 * Takes from an opened body what is before address and payload, in place, and returns the size of these.
 *
 * @param echo our session id, in an answer; empty at the server
 * @throws {CipherError} `protocol` or `clock`.
 */
export function openBody(body: Uint8Array, now: number, echo: Uint8Array): number {
  const fixed = TIMESTAMP_END + echo.length + 2;
  if (body.length < fixed) throw new CipherError("protocol", "Cannot open the datagram: its body is too short");
  checkTypeAndTime(body, echo.length === 0 ? TYPE.request : TYPE.response, now);
  if (echo.some((byte, i) => body[TIMESTAMP_END + i] !== byte)) {
    throw new CipherError("protocol", "Cannot open the datagram: it answers another session");
  }
  const start = fixed + getUint16(body, fixed - 2);
  if (start > body.length) throw new CipherError("protocol", "Cannot open the datagram: its padding does not fit");
  body.copyWithin(0, start);
  return body.length - start;
}

/** Lookups stand out by their sizes: they are padded, anything else is not. */
function paddingFor(plain: Uint8Array): number {
  const address = addressSize(plain);
  const isLookup = address > 0 && getUint16(plain, address - 2) === DNS_PORT && plain.length < MAX_PADDING;
  return isLookup ? crypto.getRandomValues(new Uint32Array(1))[0]! % (MAX_PADDING - plain.length) + 1 : 0;
}
