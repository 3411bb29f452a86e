/** Where keys that a peer may choose stand in a table. @module */

/**
 * A hash of two words of 32 bits, of which a table takes the low bits. Who does not know the seed cannot choose keys that
 * stand in one place.
 */
export function seededHash(a: number, b: number, seed: number): number {
  const mixed = Math.imul(a ^ seed, 0x9e3779b1) ^ Math.imul(b + seed, 0x85ebca6b);
  return mixed ^ mixed >>> 15;
}
