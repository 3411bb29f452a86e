/** What goes wrong with a connection, in one type. @module */

import { CipherError } from "../crypto/types.ts";
import { ResolveError } from "../dns/types.ts";
import { SocketError } from "../net/errors.ts";
import { AddressError } from "./address.ts";

/** All the ways in which a connection ends. */
export const STATUSES = [
  "ok",
  "authentication",
  "replay",
  "clock",
  "protocol",
  "truncated",
  "resolve",
  "refused",
  "host-unreachable",
  "network-unreachable",
  "denied",
  "timeout",
  "reset",
  "peer-closed",
  "stopped",
  "failed",
] as const;

/** Why a connection ended: the log's field, the label of a counter, the thing a test asserts. */
export type Status = typeof STATUSES[number];

/** A connection went wrong in a way that the program expects of peers and networks. */
export class ConnectionError extends Error {
  override name = "ConnectionError";
  /** Why. */
  readonly status: Status;
  /** Whose connection it is, where that is proved. */
  readonly user: string | undefined;

  constructor(status: Status, message: string, options: ErrorOptions & { user?: string | undefined } = {}) {
    super(message, options);
    this.status = status;
    this.user = options.user;
  }
}

const BY_FAULT: Readonly<Record<SocketError["fault"], Status>> = {
  "refused": "refused",
  "reset": "reset",
  "timeout": "timeout",
  "not-found": "resolve",
  "host-unreachable": "host-unreachable",
  "network-unreachable": "network-unreachable",
  "address-unavailable": "network-unreachable",
  "permission": "denied",
  "in-use": "failed",
  "descriptors": "failed",
  "closed": "stopped",
  "other": "failed",
};

/**
 * What a peer, a network or a cipher did, as a connection's error.
 *
 * @throws the cause itself when it is none of these: a fault of the program must not pass for a peer's.
 */
export function toConnectionError(cause: unknown): ConnectionError {
  if (cause instanceof ConnectionError) return cause;
  if (cause instanceof SocketError) return new ConnectionError(BY_FAULT[cause.fault], cause.message, { cause });
  if (cause instanceof ResolveError) return new ConnectionError("resolve", cause.message, { cause });
  if (cause instanceof CipherError) return new ConnectionError(cause.fault, cause.message, { cause, user: cause.user });
  if (cause instanceof AddressError) return new ConnectionError("protocol", cause.message, { cause });
  throw cause;
}
