/** A libcrypto that is newer than many systems', to be measured beside theirs: the one that a package of PyPI carries. @module */

import { existsSync, readdirSync } from "node:fs";
import { env } from "node:process";
import { peerFolder } from "./peer_folder.ts";
import { capture } from "./run.ts";

/** The package; with it comes OpenSSL 3.5. */
const RELEASE = "psycopg2-binary==2.9.13";

/** The folder in which the package keeps the libraries that it carries. */
const LIBRARIES = "psycopg2_binary.libs";

/** The file of the libcrypto: the one that `UMBRA_LIBCRYPTO` names, or the installed one; null where there is none. */
export function newerLibcrypto(named = env.UMBRA_LIBCRYPTO, peers = peerFolder()): string | null {
  if (named) return named;
  const folder = `${peers}/libcrypto/${LIBRARIES}`;
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder).find((file) => /^libcrypto\b.*\.so\.\d+$/.test(file));
  return name === undefined ? null : `${folder}/${name}`;
}

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
