/** Buffers for one datagram each. @module */

import { MAX_DATAGRAM } from "../crypto/packets.ts";
import { WindowPool } from "../net/windows.ts";

/** Room for what a datagram may be sealed from and opened to: its own size, headers and padding. */
export const packetWindows = new WindowPool(MAX_DATAGRAM + 2049);
