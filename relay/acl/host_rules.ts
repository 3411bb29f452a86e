/** Rules about names, compiled: exact names and suffixes cost a lookup each, other patterns are tried in turn. @module */

import { plainName } from "../../dns/names.ts";

/** A longer name is none (RFC 1035). */
const MAX_NAME = 255;

/** A pattern and how it was written. */
export interface Pattern {
  readonly text: string;
  readonly matches: RegExp;
}

/** Rules about names. */
export class HostRules {
  readonly #exact: ReadonlySet<string>;
  readonly #suffixes: ReadonlySet<string>;
  readonly #patterns: readonly Pattern[];

  /** @param exact in lower case, as are the suffixes */
  constructor(exact: ReadonlySet<string>, suffixes: ReadonlySet<string>, patterns: readonly Pattern[]) {
    this.#exact = exact;
    this.#suffixes = suffixes;
    this.#patterns = patterns;
  }

  /** The rule that a name falls under, as it is written; null when there is none. */
  find(host: string): string | null {
    const name = asAsked(host);
    if (name.length > MAX_NAME) return null;
    if (this.#exact.has(name)) return `|${name}`;
    return this.#findSuffix(name) ?? this.#patterns.find(({ matches }) => matches.test(name))?.text ?? null;
  }

  #findSuffix(name: string): string | null {
    if (this.#suffixes.size === 0) return null;
    for (let rest = name;;) {
      if (this.#suffixes.has(rest)) return `||${rest}`;
      const dot = rest.indexOf(".");
      if (dot < 0) return null;
      rest = rest.slice(dot + 1);
    }
  }
}

/** A name as it is asked for, however it is spelled: no other spelling passes by a rule. What is no name leads nowhere. */
function asAsked(host: string): string {
  try {
    return plainName(host);
  } catch {
    return (host.endsWith(".") ? host.slice(0, -1) : host).toLowerCase();
  }
}
