/**
 * The size of the address that leads every request: the plaintext's only part that the framing must know of.
 *
 * ```text
 * type 1: IPv4 (4)   type 3: length (1), name   type 4: IPv6 (16)   then the port (2)
 * ```
 *
 * @module
 */

/** Address types (RFC 1928 §5). */
export const ADDRESS_TYPE = { ipv4: 1, name: 3, ipv6: 4 } as const;

/** Bytes of the address that starts at `at`; -1 when its size cannot be told yet, 0 when it is no address. */
export function addressSize(bytes: Uint8Array, at = 0): number {
  const type = bytes[at];
  if (type === undefined) return -1;
  if (type === ADDRESS_TYPE.ipv4) return 1 + 4 + 2;
  if (type === ADDRESS_TYPE.ipv6) return 1 + 16 + 2;
  if (type !== ADDRESS_TYPE.name) return 0;
  const length = bytes[at + 1];
  if (length === undefined) return -1;
  return length === 0 ? 0 : 2 + length + 2;
}
