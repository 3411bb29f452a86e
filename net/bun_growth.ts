/** What is done on Bun while more and more sockets are open. @module */

import { edenGC } from "bun:jsc";
import { Growth } from "./growth.ts";
import { openSockets } from "./live.ts";

/** Sockets more than before that call for a collection: it takes a millisecond. */
const STEP = 256;

/**
 * Young garbage is collected as sockets become more. JavaScriptCore moves nothing: what lives as long as its socket would
 * lie scattered among all that a handshake leaves behind, and hold its pages.
 */
const growth = new Growth(STEP, edenGC);

/** Notes that a socket was opened. */
export function noteOpened(): void {
  growth.note(openSockets());
}
