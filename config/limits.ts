/** The limits that hold unless the config says otherwise. @module */

import type { Limits } from "./types.ts";

/** Defaults: seconds, counts and bytes. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  connect: 10,
  handshake: 60,
  idle: 24 * 60 * 60,
  halfClosed: 5 * 60,
  keepalive: 60,
  firstPayloadWait: 0.05,
  drains: 1024,
  drainBytes: 1024 * 1024,
  salts: 200_000,
};
