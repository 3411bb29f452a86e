/** What the cipher alone costs, by `openssl speed`. @module */

import { opensslTime } from "../openssl_speed.ts";

/** Seconds for each byte. */
export interface ChunkCost {
  readonly seal: number;
  readonly open: number;
}

/** OpenSSL's name for a method's cipher, and the payload of the method's largest chunk. */
const CIPHERS: Readonly<Record<string, { cipher: string; size: number }>> = {
  "aes-256-gcm": { cipher: "aes-256-gcm", size: 0x3fff },
  "chacha20-ietf-poly1305": { cipher: "chacha20-poly1305", size: 0x3fff },
  "2022-blake3-aes-256-gcm": { cipher: "aes-256-gcm", size: 0xffff },
};

/** What a method's cipher costs in its largest chunks; null where openssl cannot tell. */
export async function chunkCost(method: string): Promise<ChunkCost | null> {
  const { cipher, size } = CIPHERS[method] ?? {};
  if (cipher === undefined || size === undefined) return null;
  const seal = await opensslTime(cipher, size);
  const open = await opensslTime(cipher, size, "-decrypt");
  return seal === undefined || open === undefined ? null : { seal: seal / 1e6 / size, open: open / 1e6 / size };
}
