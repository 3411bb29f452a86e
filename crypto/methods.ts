/**
 * The table of methods: data only. A new method is a row here and, when its kind is new, a factory in `method.ts`.
 *
 * @module
 */

/**
 * How a method frames its bytes: `aead-2022` (SIP022), `aead` of 2017 (SIP004), `stream` as one keystream without any
 * proof of origin, `table` as a fixed substitution of bytes, `none` not at all.
 */
export type MethodKind = "aead-2022" | "aead" | "stream" | "table" | "none";

/** The authenticated ciphers that methods are made of. */
export type AeadName =
  | "aes-128-gcm"
  | "aes-192-gcm"
  | "aes-256-gcm"
  | "aes-128-ccm"
  | "aes-256-ccm"
  | "aes-128-gcm-siv"
  | "aes-256-gcm-siv"
  | "chacha20-poly1305"
  | "chacha12-poly1305"
  | "chacha8-poly1305"
  | "xchacha20-poly1305"
  | "xchacha12-poly1305"
  | "xchacha8-poly1305";

/** The keystreams that stream methods are made of, by their method's name; rc4-md5 is rc4 under a key of its own. */
export type StreamName =
  | `aes-${128 | 192 | 256}-${StreamMode}`
  | `camellia-${128 | 192 | 256}-${StreamMode}`
  | "bf-cfb"
  | "cast5-cfb"
  | "des-cfb"
  | "idea-cfb"
  | "rc2-cfb"
  | "seed-cfb"
  | "rc4"
  | "salsa20"
  | "chacha20"
  | "chacha20-ietf"
  | "xchacha20";

/** How a block cipher becomes a keystream. */
export type StreamMode = "cfb" | "cfb1" | "cfb8" | "ofb" | "ctr";

/** One method. */
export interface MethodRow {
  /** The name in configs and links. */
  readonly name: string;
  /** Which framing it uses. */
  readonly kind: MethodKind;
  /** Bytes of the master key and of a session subkey. */
  readonly keySize: number;
  /** Bytes of the salt, or of the IV, that starts each direction. */
  readonly saltSize: number;
  /** The cipher under the framing of an AEAD method. */
  readonly aead?: AeadName;
  /** The cipher of a 2022 method's datagrams, where it is not that of its streams. */
  readonly packetAead?: AeadName;
  /** The keystream of a stream method. */
  readonly stream?: StreamName;
  /** Other names for the same method. */
  readonly aliases?: readonly string[];
}

/** Every method, the ones to prefer first. */
export const METHODS: readonly MethodRow[] = [
  aead2022("2022-blake3-aes-128-gcm", 16, "aes-128-gcm"),
  aead2022("2022-blake3-aes-256-gcm", 32, "aes-256-gcm"),
  aead2022("2022-blake3-chacha20-poly1305", 32, "chacha20-poly1305", "xchacha20-poly1305"),
  aead2022("2022-blake3-chacha12-poly1305", 32, "chacha12-poly1305", "xchacha12-poly1305"),
  aead2022("2022-blake3-chacha8-poly1305", 32, "chacha8-poly1305", "xchacha8-poly1305"),
  aead("chacha20-ietf-poly1305", 32, "chacha20-poly1305", ["aead_chacha20_poly1305", "chacha20-poly1305"]),
  aead("aes-256-gcm", 32, "aes-256-gcm", ["aead_aes_256_gcm"]),
  aead("aes-192-gcm", 24, "aes-192-gcm"),
  aead("aes-128-gcm", 16, "aes-128-gcm", ["aead_aes_128_gcm"]),
  aead("xchacha20-ietf-poly1305", 32, "xchacha20-poly1305"),
  aead("aes-256-gcm-siv", 32, "aes-256-gcm-siv"),
  aead("aes-128-gcm-siv", 16, "aes-128-gcm-siv"),
  aead("aes-256-ccm", 32, "aes-256-ccm"),
  aead("aes-128-ccm", 16, "aes-128-ccm"),
  ...blockModes("aes"),
  ...blockModes("camellia"),
  stream("bf-cfb", 16, 8),
  stream("cast5-cfb", 16, 8),
  stream("des-cfb", 8, 8),
  stream("idea-cfb", 16, 8),
  stream("rc2-cfb", 16, 8),
  stream("seed-cfb", 16, 16),
  stream("rc4", 16, 0),
  { name: "rc4-md5", kind: "stream", keySize: 16, saltSize: 16, stream: "rc4" },
  stream("salsa20", 32, 8),
  stream("chacha20", 32, 8),
  stream("chacha20-ietf", 32, 12),
  stream("xchacha20", 32, 24),
  { name: "table", kind: "table", keySize: 0, saltSize: 0 },
  { name: "none", kind: "none", keySize: 0, saltSize: 0, aliases: ["plain"] },
];

/** The row of a name or alias, in any case; undefined for a name that is not ours. */
export function findMethod(name: string): MethodRow | undefined {
  const wanted = name.toLowerCase();
  return METHODS.find((row) => row.name === wanted || row.aliases?.includes(wanted));
}

/** Whether a method is broken by design, and served only when that is asked for. */
export function isLegacy({ kind }: MethodRow): boolean {
  return kind === "stream" || kind === "table";
}

/** Whether a method has identity headers, those of SIP023: many users on a port, chains of keys, the relay role. */
export function hasIdentities({ kind, aead }: MethodRow): boolean {
  return kind === "aead-2022" && (aead === "aes-128-gcm" || aead === "aes-256-gcm");
}

/** SIP022: salts as long as the key. */
function aead2022(name: string, keySize: number, aead: AeadName, packetAead: AeadName = aead): MethodRow {
  return { name, kind: "aead-2022", keySize, saltSize: keySize, aead, packetAead };
}

/** SIP004: salts as long as the key. */
function aead(name: string, keySize: number, aead: AeadName, aliases: readonly string[] = []): MethodRow {
  return { name, kind: "aead", keySize, saltSize: keySize, aead, aliases };
}

function stream(name: StreamName, keySize: number, saltSize: number, aliases: readonly string[] = []): MethodRow {
  return { name, kind: "stream", keySize, saltSize, stream: name, aliases };
}

/** A block cipher of 128-bit blocks in every mode; `-cfb` is also written with its width. */
function blockModes(cipher: "aes" | "camellia"): MethodRow[] {
  return ([128, 192, 256] as const).flatMap((bits) =>
    (["cfb", "cfb1", "cfb8", "ofb", "ctr"] as const).map((mode) =>
      stream(`${cipher}-${bits}-${mode}`, bits / 8, 16, mode === "cfb" ? [`${cipher}-${bits}-cfb128`] : [])
    )
  );
}
