/** What an access control list says: of a client's targets, and of a server's clients and targets. @module */

import { parseIp } from "../../net/ip.ts";
import type { TargetRules, Verdict } from "../rules.ts";
import type { RuleList } from "./rule_list.ts";

/** How a client reaches a target: through the server, or straight. */
export interface Choice {
  readonly way: "proxy" | "bypass";
  /** The rule that decides. */
  readonly rule: string;
}

/** The lists, and what holds for what is in none. */
export interface AclParts {
  /** A client goes there straight; a server refuses clients from there. */
  readonly bypass: RuleList;
  /** A client goes there through the server; a server takes clients from there. */
  readonly proxy: RuleList;
  /** A server does not connect there. */
  readonly blocked: RuleList;
  /** Where a server connects though it connects nowhere else. */
  readonly allowed: RuleList;
  /** Whether what is in neither list counts as in the first. */
  readonly bypassAll: boolean;
  /** Whether a server connects nowhere but where it is allowed. */
  readonly blockAll: boolean;
}

/** An access control list. */
export class Acl {
  readonly #parts: AclParts;

  constructor(parts: AclParts) {
    this.#parts = parts;
  }

  /** Whether names must be looked up to decide: there are networks that their addresses may be in. */
  get needsAddresses(): boolean {
    return this.#parts.bypass.hasNetworks || this.#parts.proxy.hasNetworks;
  }

  /** What holds for a target in no list. */
  get otherwise(): Choice {
    return this.#parts.bypassAll ? { way: "bypass", rule: "[bypass_all]" } : { way: "proxy", rule: "[proxy_all]" };
  }

  /** How a client reaches a name; null when no rule names it. */
  chooseName(name: string): Choice | null {
    return chosen(this.#parts.proxy.findHost(name), this.#parts.bypass.findHost(name));
  }

  /** How a client reaches an address; null when no rule names it. */
  chooseAddress(address: string): Choice | null {
    return chosen(this.#parts.proxy.findAddress(address), this.#parts.bypass.findAddress(address));
  }

  /** Whether a server takes a client from there. */
  admits(address: string): boolean {
    const { bypass, proxy, bypassAll } = this.#parts;
    return bypassAll ? proxy.findAddress(address) !== null : bypass.findAddress(address) === null;
  }

  /** The rules of a server with those of the list before them. */
  before(rules: TargetRules): TargetRules {
    const { blocked, allowed, blockAll } = this.#parts;
    return {
      judgeName(name) {
        const rule = blocked.findHost(name);
        return rule === null ? rules.judgeName(name) : denied(`[outbound_block_list] ${rule}`);
      },
      judge(address, port, name) {
        const rule = blocked.findAddress(address);
        if (rule !== null) return denied(`[outbound_block_list] ${rule}`);
        const isNamed = name !== undefined && parseIp(name) === null && allowed.findHost(name) !== null;
        if (blockAll && !isNamed && allowed.findAddress(address) === null) return denied("[outbound_block_all]");
        return rules.judge(address, port, name);
      },
    };
  }
}

/** The list of what is proxied counts first: nothing is shown that was to be hidden. */
function chosen(proxy: string | null, bypass: string | null): Choice | null {
  if (proxy !== null) return { way: "proxy", rule: `[proxy_list] ${proxy}` };
  return bypass === null ? null : { way: "bypass", rule: `[bypass_list] ${bypass}` };
}

function denied(rule: string): Verdict {
  return { allowed: false, rule };
}
