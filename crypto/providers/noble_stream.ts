/** Keystreams in plain TypeScript: every one of them, on every machine. @module */

import { aes } from "../legacy/aes.ts";
import { blowfish } from "../legacy/blowfish.ts";
import { camellia } from "../legacy/camellia.ts";
import { cast5 } from "../legacy/cast5.ts";
import { chacha20, chacha20Ietf, xchacha20 } from "../legacy/chacha.ts";
import { des } from "../legacy/des.ts";
import { idea } from "../legacy/idea.ts";
import { cfb, cfb1, cfb8, ctr, ofb } from "../legacy/modes.ts";
import { rc2 } from "../legacy/rc2.ts";
import { rc4 } from "../legacy/rc4.ts";
import { salsa20 } from "../legacy/salsa.ts";
import { seed } from "../legacy/seed.ts";
import type { StreamName } from "../methods.ts";
import type { BlockCipher, StreamTransform } from "../types.ts";
import { guarded } from "./guard.ts";
import type { Direction, MakeStream } from "./types.ts";

const BLOCKS: Readonly<Record<string, (key: Uint8Array) => BlockCipher>> = {
  aes,
  bf: blowfish,
  camellia,
  cast5,
  des,
  idea,
  rc2,
  seed,
};

const MODES: Readonly<
  Record<string, (cipher: BlockCipher, iv: Uint8Array, direction: Direction) => StreamTransform>
> = { cfb, cfb1, cfb8, ofb, ctr };

/** The factory of a stream. */
export function nobleStream(name: StreamName): MakeStream {
  switch (name) {
    case "rc4":
      return guarded(name, (key) => rc4(key));
    case "salsa20":
      return guarded(name, salsa20);
    case "chacha20":
      return guarded(name, chacha20);
    case "chacha20-ietf":
      return guarded(name, chacha20Ietf);
    case "xchacha20":
      return guarded(name, xchacha20);
    default:
      return blockStream(name);
  }
}

/** A block cipher in a mode: what is before the first hyphen, and what is behind the last. */
function blockStream(name: StreamName): MakeStream {
  const block = BLOCKS[name.slice(0, name.indexOf("-"))];
  const mode = MODES[name.slice(name.lastIndexOf("-") + 1)];
  if (block === undefined || mode === undefined) throw new Error(`Cannot start ${name}: no such cipher or mode`);
  return guarded(name, (key, iv, direction) => mode(block(key), iv, direction));
}
