/** What our own connections read into. @module */

import { WindowSizes } from "../window_sizes.ts";

/**
 * Four full chunks of AEAD-2017, or as much as a fast peer has sent by the time we look: each read answers it, which
 * costs more than the copying.
 */
export const readWindows = new WindowSizes(4 * 0x3fff, 32 * 0x3fff, 16);
