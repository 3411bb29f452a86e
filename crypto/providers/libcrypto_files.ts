/** Where systems keep libcrypto, and which of several is taken. @module */

import { mayOpen, system } from "#ffi";
import { tryOpen } from "./try_open.ts";
import { ProviderError } from "./types.ts";

const LINUX_FOLDERS = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib/arm-linux-gnueabihf",
  "/usr/lib/riscv64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
  "/lib64",
  "/lib",
  // Where OpenSSL puts itself when it is built by hand.
  "/usr/local/lib64",
  "/usr/local/lib",
];

const LINUX_NAMES = ["libcrypto.so.4", "libcrypto.so.3", "libcrypto.so.1.1"];

/** By absolute path and with a version, the newest names first: an unversioned libcrypto may be anything. */
const FILES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  linux: LINUX_NAMES.map((name) => LINUX_FOLDERS.map((folder) => `${folder}/${name}`)),
  darwin: [
    ["/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib"],
    ["/opt/homebrew/opt/openssl@1.1/lib/libcrypto.1.1.dylib", "/usr/local/opt/openssl@1.1/lib/libcrypto.1.1.dylib"],
  ],
};

/** What every libcrypto has. */
const MARK = { EVP_CIPHER_CTX_new: { parameters: [], result: "pointer" } } as const;

/** OpenSSL 3 and later say their version in parts. */
const VERSION = {
  OPENSSL_version_major: { parameters: [], result: "i32" },
  OPENSSL_version_minor: { parameters: [], result: "i32" },
} as const;

/**
 * The newest libcrypto that systems keep.
 *
 * @param groups files of one name each, the newest name first: what stands behind the first name found is not opened
 * @param version a file's version, as {@linkcode versionOf} has it
 * @throws {ProviderError} when there is none, or when opening it is not permitted.
 */
export function findLibcrypto(
  groups: readonly (readonly string[])[] = FILES[system] ?? [],
  version = versionOf,
): string {
  const paths = groups.flat();
  if (paths.length > 0 && !paths.some(mayOpen)) {
    throw new ProviderError("Cannot open libcrypto: native code is not permitted (run with --allow-ffi)");
  }
  for (const group of groups) {
    const newest = newestOf(group.filter(mayOpen), version);
    if (newest !== null) return newest;
  }
  throw new ProviderError(`Cannot open libcrypto: not found as any of ${paths.join(", ") || "the known files"}`);
}

/** The file with the highest version, the first among equals; null when none can be opened. */
function newestOf(paths: readonly string[], version: typeof versionOf): string | null {
  let [newest, highest]: [string | null, number] = [null, -1];
  for (const path of paths) {
    const found = version(path);
    if (found !== null && found > highest) [newest, highest] = [path, found];
  }
  return newest;
}

/** A number that grows with a libcrypto's version: 3.5 is 3005, those before 3 are 0; null where none can be opened. */
export function versionOf(path: string): number | null {
  if (tryOpen(path, MARK) === null) return null;
  const version = tryOpen(path, VERSION);
  return version === null ? 0 : version.OPENSSL_version_major() * 1000 + version.OPENSSL_version_minor();
}
