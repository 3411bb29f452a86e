/** What goes wrong with sockets and files, in kinds that do not depend on the runtime. @module */

import { formatEndpoint } from "./hosts.ts";
import type { ConnectOptions } from "./types.ts";

/** Why a socket failed. */
export type SocketFault =
  | "refused"
  | "reset"
  | "timeout"
  | "not-found"
  | "host-unreachable"
  | "network-unreachable"
  | "permission"
  | "in-use"
  | "address-unavailable"
  | "descriptors"
  | "closed"
  | "other";

/** A socket failed. */
export class SocketError extends Error {
  override name = "SocketError";
  /** Why. */
  readonly fault: SocketFault;

  constructor(fault: SocketFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Why the host refused a file. */
export type HostFault = "not-found" | "exists" | "permission" | "other";

/** The host refused something; the message is one clear sentence. */
export class HostError extends Error {
  override name = "HostError";
  /** Why. */
  readonly kind: HostFault;

  constructor(kind: HostFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const SOCKET_FAULTS: Readonly<Record<string, SocketFault>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ECONNABORTED: "reset",
  ETIMEDOUT: "timeout",
  ENOTFOUND: "not-found",
  EAI_AGAIN: "not-found",
  EAI_NONAME: "not-found",
  EHOSTUNREACH: "host-unreachable",
  EHOSTDOWN: "host-unreachable",
  ENETUNREACH: "network-unreachable",
  ENETDOWN: "network-unreachable",
  EAFNOSUPPORT: "address-unavailable",
  EADDRNOTAVAIL: "address-unavailable",
  EADDRINUSE: "in-use",
  EACCES: "permission",
  EPERM: "permission",
  EMFILE: "descriptors",
  ENFILE: "descriptors",
};

const HOST_FAULTS: Readonly<Record<string, HostFault>> = {
  ENOENT: "not-found",
  ENOTDIR: "not-found",
  EEXIST: "exists",
  EACCES: "permission",
  EPERM: "permission",
  EROFS: "permission",
};

/** The kind of a system's error code (`ECONNREFUSED`, with or without a `DNS_` before it). */
export function socketFault(code: string | undefined): SocketFault {
  if (code === undefined) return "other";
  return SOCKET_FAULTS[code] ?? (code.startsWith("DNS_") || code.startsWith("EAI_") ? "not-found" : "other");
}

/** The kind of a file's error code. */
export function hostFault(code: string | undefined): HostFault {
  return HOST_FAULTS[code ?? ""] ?? "other";
}

/** The kinds in words, as they stand behind "Cannot …: ". */
const REASONS: Readonly<Record<SocketFault, string>> = {
  "refused": "connection refused",
  "reset": "the peer reset the connection",
  "timeout": "no answer in time",
  "not-found": "the name has no address",
  "host-unreachable": "no route to the host",
  "network-unreachable": "no route to the network",
  "permission": "permission denied",
  "in-use": "the port is in use",
  "address-unavailable": "the address is not one of this machine's",
  "descriptors": "too many open files",
  "closed": "the connection is closed",
  "other": "the system refused",
};

/** A socket error of this kind, with its reason in words; a cause of no known kind speaks for itself. */
export function describedError(action: string, fault: SocketFault, cause: unknown): SocketError {
  const reason = fault === "other" && cause instanceof Error ? cause.message : REASONS[fault];
  return new SocketError(fault, `Cannot ${action}: ${reason}`, { cause });
}

/** Nobody answered a dial in its time. */
export function noAnswer(options: Pick<ConnectOptions, "host" | "port" | "timeout">): SocketError {
  return new SocketError("timeout", `Cannot connect to ${formatEndpoint(options)}: no answer in ${options.timeout} s`);
}

/** The `code` that a system's error carries. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}
