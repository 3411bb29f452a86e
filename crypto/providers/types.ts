/** What a provider of ciphers offers. @module */

import type { DeriveSubkey } from "../keys.ts";
import type { AeadName, StreamName } from "../methods.ts";
import type { Aead, StreamTransform } from "../types.ts";

/** A provider's name, as `--crypto` takes it. */
export type ProviderName = "native" | "node" | "wasm" | "noble";

/** The absolute path of a libcrypto: `native` by this one and no other. */
export type LibraryPath = `/${string}`;

/** Whom one may ask for; `auto` is the best that there is. */
export type ProviderChoice = "auto" | ProviderName | LibraryPath;

/** Makes the cipher under a key. */
export type MakeAead = (key: Uint8Array) => Aead;

/** Which way a keystream's bytes go; some modes differ. */
export type Direction = "encrypt" | "decrypt";

/** Starts a keystream under a key and an IV of the sizes that the method's row says. */
export type MakeStream = (key: Uint8Array, iv: Uint8Array, direction: Direction) => StreamTransform;

/** AES of single blocks under one key (identity headers and the separate header of SIP022/SIP023), both ways. */
export interface AesBlock {
  /** Encrypts the 16 bytes of `block` in place. */
  encrypt(block: Uint8Array): void;
  /** Decrypts the 16 bytes of `block` in place. */
  decrypt(block: Uint8Array): void;
  /** Frees what it holds; a second call does nothing. */
  close(): void;
}

/** Makes it under a key of 16 or 32 bytes. */
export type MakeAesBlock = (key: Uint8Array) => AesBlock;

/** One source of ciphers. */
export interface Provider {
  /** Its name. */
  readonly name: ProviderName;
  /** Where it comes from, for the log: a file or a package. */
  readonly source: string;
  /** The factory of a cipher, or null when this provider does not have it. */
  aead(name: AeadName): MakeAead | null;
  /** The factory of a keystream, or null when this provider does not have it. */
  stream(name: StreamName): MakeStream | null;
  /** AES of single blocks. */
  readonly aesBlock: MakeAesBlock;
  /** HKDF-SHA1 as SIP004 uses it. */
  readonly deriveSubkey: DeriveSubkey;
}

/** A provider that was asked for cannot be had here; the message says why. */
export class ProviderError extends Error {
  override name = "ProviderError";
}
