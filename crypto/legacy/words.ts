/**
 * Bytes and 32-bit words, as the legacy ciphers take and give them. Words are signed: that is what JavaScript's
 * operators make. In this folder `!` after an index says that the index is masked or counted to stay inside.
 *
 * @module
 */

/** The big-endian word at `at`. */
export function be32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** Puts a word at `at`, big-endian. */
export function putBe32(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

/** The word rotated left by 1 to 31 bits. */
export function rotl(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The bytes that hexadecimal digits spell; blanks between them do not count. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16));
}

/** The big-endian words that base64 text spells; blanks in it do not count. */
export function wordsFromBase64(text: string): Int32Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Int32Array.from({ length: bytes.length / 4 }, (_, i) => be32(bytes, i * 4));
}

/** What `make` makes, made at the first call only: tables that a program may never need. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Refuses a key of a length that the cipher does not take. */
export function checkKey(name: string, key: Uint8Array, ...lengths: number[]): void {
  if (lengths.includes(key.length)) return;
  throw new RangeError(`Cannot make ${name}: the key has ${key.length} bytes, not ${lengths.join(" or ")}`);
}
