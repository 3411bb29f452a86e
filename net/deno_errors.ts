/** Deno's errors in our kinds. @module */

import { codeOf, describedError, HostError, hostFault, SocketError, type SocketFault, socketFault } from "./errors.ts";

/** Deno's classes that carry no system code. */
const FAULTS: Readonly<Record<string, SocketFault>> = {
  TimedOut: "timeout",
  ConnectionRefused: "refused",
  ConnectionReset: "reset",
  ConnectionAborted: "reset",
  BrokenPipe: "reset",
  NotConnected: "reset",
  AddrInUse: "in-use",
  AddrNotAvailable: "address-unavailable",
  PermissionDenied: "permission",
  BadResource: "closed",
  Interrupted: "closed",
};

/** How Deno says that a name has no address, or cannot have one; these errors have no code and no class of their own. */
const LOOKUP_FAILED = /failed to lookup address|No address associated|Name or service not known|invalid host/i;

/** What a socket operation threw, in our kinds. */
export function toSocketError(action: string, cause: unknown): SocketError {
  if (cause instanceof SocketError) return cause;
  if (cause instanceof Deno.errors.NotCapable) {
    return new SocketError("permission", `Cannot ${action}: this needs the permission --allow-net`, { cause });
  }
  return describedError(action, faultOf(cause), cause);
}

function faultOf(cause: unknown): SocketFault {
  if (!(cause instanceof Error)) return "other";
  const byCode = socketFault(codeOf(cause));
  if (byCode !== "other") return byCode;
  return FAULTS[cause.name] ?? (LOOKUP_FAILED.test(cause.message) ? "not-found" : "other");
}

/** What a file operation threw, in our kinds. */
export function toHostError(action: string, path: string, cause: unknown): HostError {
  const kind = cause instanceof Deno.errors.NotCapable ? "permission" : hostFault(codeOf(cause));
  const reason = cause instanceof Deno.errors.NotCapable
    ? `this needs the permission --allow-${action === "read" ? "read" : "write"}`
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new HostError(kind, `Cannot ${action} ${path}: ${reason}`, { cause });
}
