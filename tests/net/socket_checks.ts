/** All that must hold of sockets, resets apart. @module */

import type { Check } from "./check.ts";
import { LISTEN_CHECKS } from "./listen_checks.ts";
import { PACKET_CHECKS } from "./packet_checks.ts";
import { STREAM_CHECKS } from "./stream_checks.ts";

/** By plain sentences. */
export const SOCKET_CHECKS: readonly Check[] = [...STREAM_CHECKS, ...LISTEN_CHECKS, ...PACKET_CHECKS];
