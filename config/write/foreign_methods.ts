/** Which methods other programs know, by our names. @module */

/** What both know. */
const SHARED = "aes-128-gcm aes-256-gcm chacha20-ietf-poly1305 aes-128-cfb aes-192-cfb aes-256-cfb aes-128-ctr " +
  "aes-192-ctr aes-256-ctr camellia-128-cfb camellia-192-cfb camellia-256-cfb rc4 rc4-md5 chacha20-ietf";

/** Those of shadowsocks-libev 3.3, which refuses table. */
export const LIBEV_METHODS: ReadonlySet<string> = names(
  SHARED,
  "aes-192-gcm xchacha20-ietf-poly1305 bf-cfb salsa20 chacha20",
);

/** Those of shadowsocks-rust 1.25, some in builds with the feature of their kind alone. */
export const RUST_METHODS: ReadonlySet<string> = names(
  SHARED,
  "2022-blake3-aes-128-gcm 2022-blake3-aes-256-gcm 2022-blake3-chacha20-poly1305 2022-blake3-chacha8-poly1305",
  "xchacha20-ietf-poly1305 aes-128-ccm aes-256-ccm aes-128-gcm-siv aes-256-gcm-siv table none",
  ...["aes", "camellia"].flatMap((cipher) =>
    [128, 192, 256].map((bits) => ["cfb1", "cfb8", "ofb", "ctr"].map((mode) => `${cipher}-${bits}-${mode}`).join(" "))
  ),
);

function names(...lists: string[]): Set<string> {
  return new Set(lists.flatMap((list) => list.split(" ")));
}
