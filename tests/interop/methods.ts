/** Names of methods that several peers serve, and how much they carry. @module */

import type { StreamMode } from "../../crypto/methods.ts";
import { type Amount, ORDINARY } from "./carried.ts";

/** The methods of a cipher with blocks of 128 bits, with keys of every size. */
export function blockMethods(cipher: "aes" | "camellia", ...modes: StreamMode[]): string[] {
  return modes.flatMap((mode) => [128, 192, 256].map((bits) => `${cipher}-${bits}-${mode}`));
}

/** What a method carries in a test: less where the cipher runs once for each byte, or each bit. */
export function amountFor(method: string): Amount {
  if (method.endsWith("-cfb1")) return { up: 100_001, down: 150_003 };
  if (method.endsWith("-cfb8")) return { up: 600_001, down: 900_003 };
  return ORDINARY;
}
