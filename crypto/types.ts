/**
 * What the rest of the program knows of ciphers. Everything here is synchronous and sans-I/O: bytes go in, bytes come
 * out, into buffers that the caller owns.
 *
 * @module
 */

/** Turns the bytes of one received direction into plaintext. Owns native memory until `close()`. */
export interface Opener {
  /** Who sends, once that is proved; absent where one key serves everybody. */
  readonly user?: string | undefined;
  /** The most bytes that `open` puts out for `length` more bytes of input. */
  bound(length: number): number;
  /**
   * Opens all that is complete in `input` (after what earlier calls left over) into `out`, which may not overlap it,
   * and returns how many bytes were put there. What is incomplete is kept.
   *
   * @throws {CipherError} when the bytes are not what a holder of the key would have sent.
   */
  open(input: Uint8Array, out: Uint8Array): number;
  /**
   * Says that the input has ended.
   *
   * @throws {CipherError} `truncated` when it ended inside a chunk.
   */
  end(): void;
  /** Frees what the opener holds; a second call does nothing. */
  close(): void;
}

/** Turns plaintext into the bytes of one sent direction. Owns native memory until `close()`. */
export interface Sealer {
  /** The most bytes that `seal` puts out for `length` bytes of input. */
  bound(length: number): number;
  /** Seals `input` into `out`, which may not overlap it, and returns how many bytes were put there. */
  seal(input: Uint8Array, out: Uint8Array): number;
  /** Frees what the sealer holds; a second call does nothing. */
  close(): void;
}

/** Both directions of one connection. */
export interface Crypt {
  /** Opens what comes in. */
  readonly opener: Opener;
  /** Seals what goes out. */
  readonly sealer: Sealer;
}

/** A method with the keys of a server. */
export interface InboundMethod {
  /**
   * The two directions of a client's connection; what the opener puts out begins with the target's address.
   *
   * @param client the client's address: where many users share a port, the one who last came from there is tried first
   */
  inbound(client: string): Crypt;
}

/** A method with the keys of a client. */
export interface OutboundMethod {
  /** The two directions of a connection to a server; `target`, a SOCKS address, goes ahead of the first bytes sealed. */
  outbound(target: Uint8Array): Crypt;
}

/** A method whose keys are the same on both sides. */
export interface StreamMethod extends InboundMethod, OutboundMethod {}

/**
 * A keystream applied to bytes: the legacy stream methods, one direction of one connection. Its length never changes:
 * `input.length` bytes come out, and state runs on from call to call, whatever the split.
 */
export interface StreamTransform {
  /** Transforms `input` into `out` (at least as long; may be the same bytes, may not overlap in another way). */
  update(input: Uint8Array, out: Uint8Array): void;
  /** Frees what it holds; a second call does nothing. */
  close(): void;
}

/** A block cipher with its key expanded: what the modes in `legacy/modes.ts` stand on. */
export interface BlockCipher {
  /** Bytes in a block: 8 or 16. */
  readonly blockSize: number;
  /** Encrypts the one block in `block`, in place. */
  encryptBlock(block: Uint8Array): void;
}

/** An authenticated cipher under one key. Owns native memory until `close()`. */
export interface Aead {
  /** Bytes in a nonce: 12 or 24. */
  readonly nonceSize: number;
  /** Bytes in a tag: 16. */
  readonly tagSize: number;
  /** Seals `input` into `out`, which is exactly `tagSize` longer: ciphertext, then tag. */
  seal(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): void;
  /** Opens `input` (ciphertext, then tag) into `out`, exactly `tagSize` shorter; false when the tag is wrong. */
  open(nonce: Uint8Array, input: Uint8Array, out: Uint8Array): boolean;
  /**
   * Goes on under another key, at a part of what a new one costs.
   *
   * @throws {RangeError} when the key is not as long as the first one.
   */
  rekey(key: Uint8Array): void;
  /** Frees what it holds; a second call does nothing, and use after it throws. */
  close(): void;
}

/** One of many users of a port. */
export interface User {
  /** The name in logs and counters. */
  readonly name: string;
  /** The user's own password, or key; never logged. */
  readonly password: string;
}

/** Why a peer's bytes were refused. */
export type CipherFault = "authentication" | "replay" | "protocol" | "clock" | "truncated";

/** A peer's bytes are not what a holder of the key would have sent. The message never holds those bytes. */
export class CipherError extends Error {
  override name = "CipherError";
  /** What kind of refusal it is. */
  readonly fault: CipherFault;
  /** Whose bytes they are, where that is proved. */
  user?: string | undefined;

  constructor(fault: CipherFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
