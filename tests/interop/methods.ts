/** Names of methods that several peers serve. @module */

import type { StreamMode } from "../../crypto/methods.ts";
import type { Amount } from "./carried.ts";

/** What `-cfb1` carries: it runs the cipher once for each bit. */
export const SLOW: Amount = { up: 150_001, down: 250_003 };

/** The methods of a cipher with blocks of 128 bits, with keys of every size. */
export function blockMethods(cipher: "aes" | "camellia", ...modes: StreamMode[]): string[] {
  return modes.flatMap((mode) => [128, 192, 256].map((bits) => `${cipher}-${bits}-${mode}`));
}
