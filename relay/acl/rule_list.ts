/** One list of an access control list: its networks and its names. @module */

import { parseIp, withoutZone } from "../../net/ip.ts";
import { type Cidr, CidrSet, formatCidr, parseCidr } from "../cidr.ts";
import { ledTo } from "../embedded.ts";
import { AclError } from "./error.ts";
import { HostRules, type Pattern } from "./host_rules.ts";
import { compilePattern, exactOf, suffixOf } from "./patterns.ts";

/** A list that is asked. */
export class RuleList {
  /** Whether it has networks. */
  readonly hasNetworks: boolean;
  readonly #networks: CidrSet;
  readonly #hosts: HostRules;

  constructor(networks: CidrSet, hosts: HostRules) {
    this.hasNetworks = networks.size > 0;
    this.#networks = networks;
    this.#hosts = hosts;
  }

  /** The rule that a name falls under; null when there is none. */
  findHost(name: string): string | null {
    return this.#hosts.find(name);
  }

  /** The network that an address falls under; null when there is none, or it is no address. */
  findAddress(address: string): string | null {
    const bytes = parseIp(withoutZone(address));
    if (bytes === null) return null;
    const found = this.#networks.find(bytes) ?? this.#networks.find(ledTo(bytes));
    return found === null ? null : formatCidr(found);
  }
}

/** A list that is being read. */
export class RuleListBuilder {
  /** Patterns that are neither a name nor a suffix. */
  readonly patterns: Pattern[] = [];
  readonly #networks: Cidr[] = [];
  readonly #exact = new Set<string>();
  readonly #suffixes = new Set<string>();

  /** Adds a rule. @throws {AclError} when it cannot be used. */
  add(text: string, line: number): void {
    const network = parseCidr(text);
    if (network !== null) this.#networks.push(network);
    else if (text.startsWith("||")) this.#suffixes.add(plainName(text.slice(2), line));
    else if (text.startsWith("|")) this.#exact.add(plainName(text.slice(1), line));
    else this.#addPattern(text, line);
  }

  /** The list as it is asked. */
  build(): RuleList {
    return new RuleList(new CidrSet(this.#networks), new HostRules(this.#exact, this.#suffixes, this.patterns));
  }

  #addPattern(text: string, line: number): void {
    const suffix = suffixOf(text);
    const exact = exactOf(text);
    if (suffix !== null) this.#suffixes.add(suffix);
    else if (exact !== null) this.#exact.add(exact);
    else if (/^[\d.:a-f]+\/\d+$/i.test(text)) {
      throw new AclError(line, `${text} is no network, and no pattern for a name`);
    } else this.patterns.push({ text, matches: compiled(text, line) });
  }
}

function compiled(text: string, line: number): RegExp {
  try {
    return compilePattern(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new AclError(line, `Cannot use the pattern: ${cause.message}`);
  }
}

/** A name as it is asked for: in lower case, an international one in its ASCII form. */
function plainName(text: string, line: number): string {
  const name = text.replace(/\.$/, "").toLowerCase();
  // deno-lint-ignore no-control-regex -- all of ASCII is what is meant
  const ascii = /^[\x00-\x7f]*$/.test(name) ? name : URL.parse(`http://${name}/`)?.hostname ?? "";
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(ascii) || ascii.length > 255) throw new AclError(line, "expected a name");
  return ascii;
}
