/** Where a libcrypto stands that is newer than the system's, to be measured beside it. @module */

import { existsSync, readdirSync } from "node:fs";
import { env } from "node:process";
import { peerFolder } from "./peer_folder.ts";

/** The file: the one that `UMBRA_LIBCRYPTO` names, or the one that `deno task peers libcrypto` installs; null without. */
export function newerLibcrypto(named = env.UMBRA_LIBCRYPTO, peers = peerFolder()): string | null {
  if (named) return named;
  // A package of PyPI keeps here the libraries that it carries.
  const folder = `${peers}/libcrypto/psycopg2_binary.libs`;
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder).find((file) => /^libcrypto\b.*\.so\.\d+$/.test(file));
  return name === undefined ? null : `${folder}/${name}`;
}
