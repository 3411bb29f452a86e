/** A libcrypto that is newer than many systems': the one that a package of PyPI carries. @module */

import { newerLibcrypto } from "./newer_libcrypto.ts";
import { peerFolder } from "./peer_folder.ts";
import { capture } from "./run.ts";

/** The package; with it comes OpenSSL 3.5. */
const RELEASE = "psycopg2-binary==2.9.13";

/** Installs it where it is missing. Throws when it cannot be had. */
export async function installLibcrypto(): Promise<void> {
  if (newerLibcrypto() !== null) return;
  const folder = `${peerFolder()}/libcrypto`;
  const pip = ["python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  const { output } = await capture([...pip, "--only-binary", ":all:", "--target", folder, RELEASE]);
  const path = newerLibcrypto();
  if (path === null) throw new Error(`Cannot install a libcrypto by ${RELEASE}:\n${output.trimEnd()}`);
  console.log(`installed ${path}`);
}
