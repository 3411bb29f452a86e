/** Linux's error numbers in our kinds. @module */

import { describedError, type SocketError, socketFault } from "../errors.ts";

/** What may be tried again, and what is under way. */
export const EAGAIN = 11;
export const EINPROGRESS = 115;
/** No more descriptors, in the process or in the system; no memory for another socket. */
const EXHAUSTED = new Set([12, 23, 24, 105]);

const CODES: Readonly<Record<number, string>> = {
  1: "EPERM",
  13: "EACCES",
  23: "ENFILE",
  24: "EMFILE",
  32: "EPIPE",
  97: "EAFNOSUPPORT",
  98: "EADDRINUSE",
  99: "EADDRNOTAVAIL",
  100: "ENETDOWN",
  101: "ENETUNREACH",
  103: "ECONNABORTED",
  104: "ECONNRESET",
  110: "ETIMEDOUT",
  111: "ECONNREFUSED",
  112: "EHOSTDOWN",
  113: "EHOSTUNREACH",
};

/** What a call that failed with this number means. */
export function linuxError(action: string, number: number): SocketError {
  return describedError(action, socketFault(CODES[number]), new Error(`error ${number} of the system`));
}

/** Whether accepting must rest until something is closed. */
export function isExhausted(number: number): boolean {
  return EXHAUSTED.has(number);
}
