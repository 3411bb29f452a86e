/** The families of programs whose words and files are understood. @module */

/**
 * Whose meaning a command line or a file has: our own, or that of the Python program (`ssserver`, `sslocal`), of
 * shadowsocks-libev (`ss-server` …) or of shadowsocks-rust (`ssservice`).
 */
export type Dialect = "umbra" | "python" | "libev" | "rust";

/** Each of them. */
export const DIALECTS: readonly Dialect[] = ["umbra", "python", "libev", "rust"];
