/** The state file: the key that the server made for itself and its method, so that every restart has the same link. @module */

import { DEFAULT_METHOD } from "../config/defaults.ts";
import { knownMethod } from "../config/method_choice.ts";
import { ConfigError } from "../config/types.ts";
import { quoted } from "../config/wrong.ts";
import { findMethod } from "../crypto/methods.ts";
import { generateKey } from "../crypto/psk.ts";
import { HostError } from "../net/errors.ts";
import type { Host } from "../net/types.ts";

/** What the file keeps. */
export interface State {
  /** The method that the key was made for. */
  readonly method: string;
  /** The key; never logged. */
  readonly password: string;
}

/** Where the file stands: as named, else where the system wants such files. */
export function statePath(named: string | undefined, host: Host): string {
  if (named !== undefined) return named;
  const state = host.env("XDG_STATE_HOME");
  // The XDG specification has a relative path count as none.
  if (state?.startsWith("/")) return `${state}/umbra/server.json`;
  const home = host.env("HOME");
  if (home) return `${home}/.local/state/umbra/server.json`;
  throw new ConfigError(
    "Cannot place the state file: neither XDG_STATE_HOME nor HOME can be read, expected --state FILE or --password KEY",
  );
}

/** The state that is kept; a new one, for `method` or the default, where none is. */
export async function keepState(path: string, method: string | undefined, host: Host): Promise<State> {
  const state = await readState(path, host) ?? await makeState(path, method ?? DEFAULT_METHOD, host);
  if (method === undefined || method === state.method) return state;
  throw new ConfigError(
    `Cannot use method ${method} with the key in ${quoted(path)}: it was made for ${state.method}, ` +
      "expected that method, or another file by --state",
  );
}

/** The state in the file, or null where there is no file. A damaged one is left for its owner to look at. */
async function readState(path: string, host: Host): Promise<State | null> {
  const text = await textOf(path, host);
  if (text === null) return null;
  const state = parseState(text);
  if (state) return state;
  throw new ConfigError(
    `Cannot use the state file ${quoted(path)}: expected JSON with "method" and "password"; ` +
      "it was left as it is, and a new key is made once it is moved away",
  );
}

/** Makes a key and its file. Another process that was faster has made the key that counts. */
async function makeState(path: string, method: string, host: Host): Promise<State> {
  const password = generateKey(knownMethod(method));
  try {
    await host.writePrivateFile(path, JSON.stringify({ method, password }, null, 2) + "\n");
  } catch (cause) {
    const other = cause instanceof HostError && cause.kind === "exists" ? await readState(path, host) : null;
    if (!other) throw cause;
    return other;
  }
  return { method, password };
}

/** The file's text, or null where there is no file. */
async function textOf(path: string, host: Host): Promise<string | null> {
  try {
    return await host.readTextFile(path);
  } catch (cause) {
    if (cause instanceof HostError && cause.kind === "not-found") return null;
    throw cause;
  }
}

/** The state that a text holds, or null when it holds none that we could have written. */
function parseState(text: string): State | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("method" in value) || !("password" in value)) return null;
    const { method, password } = value;
    const fits = typeof method === "string" && typeof password === "string" && password !== "";
    return fits && findMethod(method)?.name === method ? { method, password } : null;
  } catch {
    return null;
  }
}
