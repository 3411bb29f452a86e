/** The access control list that a config names. @module */

import { readTextFile } from "#net";
import { type Config, ConfigError } from "../config/types.ts";
import { quoted } from "../config/wrong.ts";
import { HostError } from "../net/errors.ts";
import type { Acl } from "../relay/acl/acl.ts";
import { AclError } from "../relay/acl/error.ts";
import { parseAcl } from "../relay/acl/parse.ts";
import type { Log } from "../relay/log.ts";

/** A list, and the text that it was read from. */
export interface LoadedAcl {
  readonly acl: Acl;
  readonly text: string;
}

/**
 * The list, its remarks logged; null when the config names none. `read` gives the text of a file.
 *
 * @throws {ConfigError} when it cannot be read.
 */
export async function loadAcl({ acl: path }: Config, log: Log, read = readTextFile): Promise<LoadedAcl | null> {
  if (path === undefined) return null;
  try {
    const text = await read(path);
    const { acl, warnings } = parseAcl(text);
    for (const message of warnings) log.event("warn", "acl", { file: path, message });
    return { acl, text };
  } catch (cause) {
    if (!(cause instanceof AclError || cause instanceof HostError)) throw cause;
    const reason = cause instanceof AclError ? cause.message : "the file cannot be read";
    throw new ConfigError(`Cannot use the access control list ${quoted(path)}: ${reason}`, { cause });
  }
}
