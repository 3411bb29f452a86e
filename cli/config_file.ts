/** Reads the config file that `--config` names. @module */

import type { Dialect } from "../config/dialect.ts";
import type { Role } from "../config/keys.ts";
import type { Parts } from "../config/parts.ts";
import { ConfigError } from "../config/types.ts";
import { quoted } from "../config/wrong.ts";
import { HostError } from "../net/errors.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";

/** What the file says, its remarks logged; nothing when no file is named. */
export async function readConfigFile(
  path: string | undefined,
  role: Role,
  host: Host,
  log: Log,
  dialect: Dialect = "umbra",
): Promise<Parts> {
  if (path === undefined) return {};
  // Loaded where there is a file.
  const [{ readConfigText }, { withCredentials }] = await Promise.all([
    import("../config/file.ts"),
    import("../config/credentials_file.ts"),
  ]);
  const text = await readFileText(path, host);
  const { parts, warnings } = readConfigText(text, path, role, dialect, (name) => host.env(name));
  for (const message of warnings) log.event("warn", "config", { message });
  return await withCredentials(parts, (file) => readFileText(file, host));
}

/** The text of a config file; that it cannot be read is a fault of the config, not of the run. */
export async function readFileText(path: string, host: Host): Promise<string> {
  try {
    return await host.readTextFile(path);
  } catch (cause) {
    if (!(cause instanceof HostError)) throw cause;
    const missing = `Cannot read the config file ${quoted(path)}: there is no such file`;
    throw new ConfigError(cause.kind === "not-found" ? missing : cause.message, { cause });
  }
}
