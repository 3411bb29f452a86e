/** Reads the access control lists of libev and rust. @module */

import { Acl } from "./acl.ts";
import { AclError } from "./error.ts";
import { RuleListBuilder } from "./rule_list.ts";

/** Patterns that are neither a name nor a suffix: each is tried for each name. */
const MAX_PATTERNS = 1000;

/** Above so many patterns somebody is told that they cost time. */
const MANY_PATTERNS = 100;

/** What a list says, and what is to be said about it. */
export interface ParsedAcl {
  readonly acl: Acl;
  readonly warnings: readonly string[];
}

/** The lists by the names of their sections. */
const LISTS: Readonly<Record<string, "bypass" | "proxy" | "blocked" | "allowed">> = {
  black_list: "bypass",
  bypass_list: "bypass",
  white_list: "proxy",
  proxy_list: "proxy",
  outbound_block_list: "blocked",
  outbound_allow_list: "allowed",
};

/** What holds for what is in no list, by section. */
const MODES: Readonly<Record<string, { bypassAll?: boolean; blockAll?: boolean }>> = {
  reject_all: { bypassAll: true },
  bypass_all: { bypassAll: true },
  accept_all: { bypassAll: false },
  proxy_all: { bypassAll: false },
  outbound_block_all: { blockAll: true },
  outbound_allow_all: { blockAll: false },
};

/**
 * Reads the text of a list.
 *
 * @throws {AclError} at a line that cannot be used.
 */
export function parseAcl(text: string): ParsedAcl {
  const lists = {
    bypass: new RuleListBuilder(),
    proxy: new RuleListBuilder(),
    blocked: new RuleListBuilder(),
    allowed: new RuleListBuilder(),
  };
  const modes = { bypassAll: false, blockAll: false };
  let list = lists.bypass;
  for (const [i, raw] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    const line = raw.replace(/#.*$/, "").trim();
    const section = /^\[(\w+)\]$/.exec(line)?.[1];
    if (section === undefined) {
      if (line !== "") list.add(line, i + 1);
    } else if (Object.hasOwn(LISTS, section)) list = lists[LISTS[section]!];
    else if (Object.hasOwn(MODES, section)) Object.assign(modes, MODES[section]);
    else throw new AclError(i + 1, `[${section}] is no section that is known here`);
  }
  const patterns = Object.values(lists).reduce((sum, { patterns }) => sum + patterns.length, 0);
  const { bypass, proxy, blocked, allowed } = lists;
  const built = { bypass: bypass.build(), proxy: proxy.build(), blocked: blocked.build(), allowed: allowed.build() };
  return { acl: new Acl({ ...modes, ...built }), warnings: remarks(patterns) };
}

function remarks(patterns: number): string[] {
  if (patterns > MAX_PATTERNS) {
    throw new AclError(1, `the file has ${patterns} regular expressions, expected ${MAX_PATTERNS} at most; ${FASTER}`);
  }
  return patterns > MANY_PATTERNS
    ? [`${patterns} regular expressions are tried one by one for each name; ${FASTER}`]
    : [];
}

const FASTER = "|name, ||domain and (^|\\.)domain$ are none, and cost nothing";
