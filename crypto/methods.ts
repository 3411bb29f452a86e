/**
 * The table of methods: data only. A new method is a row here and, when its kind is new, a factory in `method.ts`.
 *
 * @module
 */

/** How a method frames its bytes: `none` not at all, `aead` as AEAD of 2017 (SIP004). */
export type MethodKind = "none" | "aead";

/** The authenticated ciphers that methods are made of. */
export type AeadName =
  | "aes-128-gcm"
  | "aes-192-gcm"
  | "aes-256-gcm"
  | "chacha20-poly1305"
  | "xchacha20-poly1305";

/** One method. */
export interface MethodRow {
  /** The name in configs and links. */
  readonly name: string;
  /** Which framing it uses. */
  readonly kind: MethodKind;
  /** Bytes of the master key and of a session subkey. */
  readonly keySize: number;
  /** Bytes of the salt that starts each direction. */
  readonly saltSize: number;
  /** The cipher under the framing; absent for `none`. */
  readonly aead?: AeadName;
  /** Other names for the same method. */
  readonly aliases?: readonly string[];
}

/** Every method, strongest habit first (reference: SIP004, SIP007). */
export const METHODS: readonly MethodRow[] = [
  { name: "chacha20-ietf-poly1305", kind: "aead", keySize: 32, saltSize: 32, aead: "chacha20-poly1305" },
  { name: "aes-256-gcm", kind: "aead", keySize: 32, saltSize: 32, aead: "aes-256-gcm" },
  { name: "aes-192-gcm", kind: "aead", keySize: 24, saltSize: 24, aead: "aes-192-gcm" },
  { name: "aes-128-gcm", kind: "aead", keySize: 16, saltSize: 16, aead: "aes-128-gcm" },
  { name: "xchacha20-ietf-poly1305", kind: "aead", keySize: 32, saltSize: 32, aead: "xchacha20-poly1305" },
  { name: "none", kind: "none", keySize: 0, saltSize: 0 },
];

/** The row of a name or alias, in any case; undefined for a name that is not ours. */
export function findMethod(name: string): MethodRow | undefined {
  const wanted = name.toLowerCase();
  return METHODS.find((row) => row.name === wanted || row.aliases?.includes(wanted));
}
