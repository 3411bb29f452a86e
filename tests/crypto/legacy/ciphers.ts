/** The legacy ciphers by the names that vector files use, for the tests of this folder. @module */

import { aes } from "../../../crypto/legacy/aes.ts";
import { blowfish } from "../../../crypto/legacy/blowfish.ts";
import { camellia } from "../../../crypto/legacy/camellia.ts";
import { cast5 } from "../../../crypto/legacy/cast5.ts";
import { chacha20, chacha20Ietf, xchacha20 } from "../../../crypto/legacy/chacha.ts";
import { des } from "../../../crypto/legacy/des.ts";
import { idea } from "../../../crypto/legacy/idea.ts";
import { cfb, cfb1, cfb8, ctr, type Direction, ofb } from "../../../crypto/legacy/modes.ts";
import { rc2 } from "../../../crypto/legacy/rc2.ts";
import { rc4 } from "../../../crypto/legacy/rc4.ts";
import { salsa20 } from "../../../crypto/legacy/salsa.ts";
import { seed } from "../../../crypto/legacy/seed.ts";
import { table } from "../../../crypto/legacy/table.ts";
import type { BlockCipher, StreamTransform } from "../../../crypto/types.ts";

/** The block ciphers. */
export const BLOCKS: Record<string, (key: Uint8Array) => BlockCipher> = {
  aes,
  bf: blowfish,
  camellia,
  cast5,
  des,
  idea,
  rc2,
  seed,
};

/** The modes of operation. */
export const MODES: Record<
  string,
  (cipher: BlockCipher, iv: Uint8Array, direction: Direction) => StreamTransform
> = { cfb, cfb1, cfb8, ofb, ctr };

/** The ciphers that are streams by themselves. */
const STREAMS: Record<string, (key: Uint8Array, iv: Uint8Array, direction: Direction) => StreamTransform> = {
  rc4,
  salsa20,
  chacha20,
  "chacha20-ietf": chacha20Ietf,
  xchacha20,
  table: (password, _iv, direction) => table(password, direction),
};

/** The stream of a cipher by its name, `aes-128-cfb`, `BF-OFB`, `rc4`; null for one that is not ours. */
export function findStream(
  name: string,
): ((key: Uint8Array, iv: Uint8Array, direction: Direction) => StreamTransform) | null {
  const wanted = name.toLowerCase();
  const block = BLOCKS[wanted.slice(0, wanted.indexOf("-"))];
  const mode = MODES[wanted.slice(wanted.lastIndexOf("-") + 1)];
  if (block && mode) return (key, iv, direction) => mode(block(key), iv, direction);
  return STREAMS[wanted] ?? null;
}
