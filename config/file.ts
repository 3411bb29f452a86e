/** Config files of every dialect: what form a text has, and what its keys say. @module */

import type { Dialect } from "./dialect.ts";
import { type FileReading, readEntries } from "./entries.ts";
import { type Environment, fromEnvironment } from "./environment.ts";
import { looksLikeYaml, textFormOf } from "./file_form.ts";
import { parseJson5 } from "./json5.ts";
import type { Role } from "./keys.ts";
import { isOutline, readOutline } from "./outline.ts";
import type { Parts } from "./parts.ts";
import { isRecord } from "./reading.ts";
import { ConfigError } from "./types.ts";
import { readLink } from "./url.ts";
import { kindOf, refused, wrong } from "./wrong.ts";
import { parseYaml } from "./yaml.ts";

/** What a file says, and what is to be said about it. */
export interface FileParts {
  /** What the file says of the run. */
  parts: Parts;
  /** One sentence for each key that does not do what its writer may expect. */
  warnings: string[];
}

/** The environment of whoever has none. */
const NO_ENVIRONMENT: Environment = () => undefined;

/**
 * Reads the text of a config file as the programs of a dialect mean it: JSON5 of any of them, a document of SIP008,
 * YAML of the Outline server, or links, one a line. What the file leaves open is not filled in: `dialectDefaults` has
 * that. A file with credentials is named in the parts: `withCredentials` reads it.
 *
 * @param source the file's name in messages
 * @param env what the environment holds, for passwords that are kept there
 * @throws {ConfigError} when it is wrong.
 */
export function readConfigText(
  text: string,
  source: string,
  role: Role,
  dialect: Dialect = "umbra",
  env: Environment = NO_ENVIRONMENT,
): FileParts {
  const form = textFormOf(text);
  if (form === "links") return readLinks(text, source, role);
  if (form === "yaml" || looksLikeYaml(source)) return readYaml(text, source, role);
  return readConfigValue(parseJson5(text, source), source, role, dialect, env);
}

/** The same of a value that stands for a file: what a command line says, as keys. */
export function readConfigValue(
  value: unknown,
  source: string,
  role: Role,
  dialect: Dialect = "umbra",
  env: Environment = NO_ENVIRONMENT,
): FileParts {
  const document = Array.isArray(value) && value.length > 0 && value.every(isRecord) ? { servers: value } : value;
  if (!isRecord(document)) {
    throw new ConfigError(`Cannot read ${source}: found ${kindOf(value)}, expected an object { … }`);
  }
  checkVersion(document, source);
  const warnings: string[] = [];
  const reading: FileReading = { source, role, dialect };
  const expands = dialect === "umbra" || dialect === "rust";
  const filled = expands ? fromEnvironment(document, source, env) : document;
  return { parts: readEntries(isRecord(filled) ? filled : document, reading, warnings), warnings };
}

/** A document that is handed out says its form (SIP008). */
function checkVersion({ version, servers }: Record<string, unknown>, source: string): void {
  if (version === undefined || version === 1 || servers === undefined) return;
  throw wrong({ source, key: "version" }, version, "1");
}

/** Links, one a line; lines that begin with # say nothing. */
function readLinks(text: string, source: string, role: Role): FileParts {
  if (role === "server") {
    throw new ConfigError(`Cannot read ${source}: links belong to a client, expected an object { … }`);
  }
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const links = lines.flatMap((line, i) => {
    if (/^\s*(#|$)/.test(line)) return [];
    try {
      return [readLink(line)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw refused({ source, key: `line ${i + 1}` }, error.message);
    }
  });
  return { parts: { links }, warnings: [] };
}

/** YAML, which only the Outline server's files are. */
function readYaml(text: string, source: string, role: Role): FileParts {
  const value = parseYaml(text, source);
  if (!isOutline(value)) {
    throw new ConfigError(
      `Cannot read ${source}: found YAML without services and keys, expected an Outline server's file, or JSON5`,
    );
  }
  if (role !== "server") {
    throw new ConfigError(`Cannot read ${source}: an Outline server's file belongs to a server, not to a client`);
  }
  const warnings: string[] = [];
  return { parts: readOutline(value, source, warnings), warnings };
}
