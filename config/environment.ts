/** Passwords that stand in the environment: `"${NAME}"` in the place of the text. @module */

import { isRecord } from "./reading.ts";
import { refused } from "./wrong.ts";

/** The value of a variable; undefined when it is unset. */
export type Environment = (name: string) => string | undefined;

/** How deep lists and objects may stand in each other. */
const MOST_DEEP = 32;

/** Keys whose values are passwords, or hold nothing but passwords. */
const SECRETS = ["password", "port_password"];

/**
 * The value with every password of the form `"${NAME}"`, and nothing else in it, taken from the environment, as
 * shadowsocks-rust has it. There a name that is unset leaves the text as it stands: a password that anybody can read in
 * the file's template. Here it is an error.
 *
 * @throws {ConfigError} when a variable is not set, or empty, or the value is too deep.
 */
export function fromEnvironment(value: unknown, source: string, env: Environment): unknown {
  const expand = (item: unknown, key: string, secret: boolean, depth = 0): unknown => {
    if (typeof item === "string") return secret ? expanded(item, { source, key }, env) : item;
    if (depth > MOST_DEEP) throw refused({ source, key }, `stands more than ${MOST_DEEP} levels deep`);
    if (Array.isArray(item)) return item.map((inner: unknown, i) => expand(inner, `${key}[${i}]`, false, depth + 1));
    if (!isRecord(item)) return item;
    return Object.fromEntries(
      Object.entries(item).map(([name, inner]) => {
        const isSecret = secret || SECRETS.includes(name.replaceAll("-", "_"));
        return [name, expand(inner, key === "" ? name : `${key}.${name}`, isSecret, depth + 1)];
      }),
    );
  };
  return expand(value, "", false);
}

/** The text, or what the variable holds that it names. */
function expanded(text: string, where: { source: string; key: string }, env: Environment): string {
  const name = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text)?.[1];
  if (name === undefined) return text;
  const value = env(name);
  if (value) return value;
  throw refused(where, `the variable ${name} of the environment is not set`);
}
