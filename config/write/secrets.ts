/** Every secret of a config. @module */

import type { Config } from "../types.ts";
import { type Loss, loss } from "./losses.ts";

/** The passwords and keys that stand under `password` in a file. */
export function passwordsOf({ servers, locals }: Config): string[] {
  const entries = [...servers, ...locals.flatMap((local) => local.servers)];
  const keyed = entries.flatMap((entry) => [entry, ...entry.users ?? [], ...entry.destinations ?? []]);
  return [...keyed, ...locals.flatMap(({ credentials = [] }) => credentials)].map(({ password }) => password);
}

/** Passwords that a dialect would take for the names of variables. */
export function variableLosses(config: Config, dialect: string): Loss[] {
  const taken = passwordsOf(config).some((password) => /^\$\{[A-Za-z_]\w*\}$/.test(password));
  return taken ? [loss("password", `of the form "\${NAME}" is a variable of the environment in ${dialect}`)] : [];
}
