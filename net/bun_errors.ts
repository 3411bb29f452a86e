/** Bun's errors in our kinds. @module */

import { codeOf, describedError, HostError, hostFault, SocketError, socketFault } from "./errors.ts";

/** What a socket operation failed with, in our kinds. */
export function toSocketError(action: string, cause: unknown): SocketError {
  if (cause instanceof SocketError) return cause;
  return describedError(action, socketFault(codeOf(cause)), cause);
}

/** What a file operation failed with, in our kinds. */
export function toHostError(action: string, path: string, cause: unknown): HostError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new HostError(hostFault(codeOf(cause)), `Cannot ${action} ${path}: ${reason}`, { cause });
}
