/** What holds where nobody said otherwise. @module */

/** The method of a new key, and of a config that names none. */
export const DEFAULT_METHOD = "2022-blake3-aes-128-gcm";

/** The method for clients that know none of 2022. */
export const OLD_METHOD = "chacha20-ietf-poly1305";

/** The port of a Shadowsocks server. */
export const DEFAULT_SERVER_PORT = 8388;

/** Where a server listens: every address, IPv6 and IPv4. */
export const DEFAULT_SERVER_HOST = "::";

/** Where the client serves applications: this machine alone. */
export const DEFAULT_LOCAL_HOST = "127.0.0.1";

/** The port on which the client serves applications. */
export const DEFAULT_LOCAL_PORT = 1080;

/** The port on which the client answers questions for names: that of DNS itself is the system's. */
export const DEFAULT_LOCAL_DNS_PORT = 5353;

/** The port of DNS. */
export const DEFAULT_DNS_PORT = 53;
