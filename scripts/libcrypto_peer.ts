/** A libcrypto that is newer than many systems', to be measured beside theirs: the one that a package of PyPI carries. @module */

import { env } from "node:process";
import { exists } from "./files.ts";
import { peerFolder } from "./peer_folder.ts";
import { capture } from "./run.ts";

/** The package; with it comes OpenSSL 3.5. */
const RELEASE = "psycopg2-binary==2.9.13";

/** The folder in which the package keeps the libraries that it carries. */
const LIBRARIES = "psycopg2_binary.libs";

/** The file of the libcrypto: the one that `UMBRA_LIBCRYPTO` names, or the installed one; null where there is none. */
export function newerLibcrypto(): string | null {
  if (env.UMBRA_LIBCRYPTO) return env.UMBRA_LIBCRYPTO;
  const folder = `${peerFolder()}/libcrypto/${LIBRARIES}`;
  if (!exists(folder)) return null;
  const name = [...Deno.readDirSync(folder)].find((file) => /^libcrypto\b.*\.so\.\d+$/.test(file.name))?.name;
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
