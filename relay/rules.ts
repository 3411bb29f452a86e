/** Which addresses may be connected to: asked about the concrete address that would be dialled, at each dial. @module */

import { parseIp, withoutZone } from "../net/ip.ts";
import type { Endpoint } from "../net/types.ts";
import { CidrSet, formatCidr, parseCidr } from "./cidr.ts";
import { ledTo } from "./embedded.ts";
import { LOOPBACK, notPublic, THIS_MACHINE } from "./not_public.ts";

/** What is said of a target. */
export interface Verdict {
  readonly allowed: boolean;
  /** The rule that decides, as the log and `umbra why` name it. */
  readonly rule: string;
}

/** Judges where connections and datagrams may go. */
export interface TargetRules {
  /** Of a name, before it is looked up: a verdict that ends the matter, or null. */
  judgeName(name: string): Verdict | null;
  /** Of the address that would be dialled; `name` is what led there. */
  judge(address: string, port: number, name?: string): Verdict;
}

/** What is denied unless it is opened: all that is not public, this machine alone, or nothing. */
export type Denied = "private" | "loopback" | "nothing";

/** What the rules are made of; networks are written `ADDRESS` or `ADDRESS/BITS`. */
export interface RuleOptions {
  /** What is denied unless it is opened. */
  readonly denied?: Denied;
  /** What is opened of it: all, or these networks. */
  readonly allowPrivate?: boolean | readonly string[];
  /** Networks that are denied whatever is opened. */
  readonly forbidden?: readonly string[];
  /** Where this process listens now. */
  readonly listeners?: () => readonly Endpoint[];
  /** The addresses of this machine's interfaces. */
  readonly interfaces?: () => readonly string[];
}

/** The port on which a runtime's debugger listens: whoever reaches it runs code here. */
const DEBUGGER_PORT = 9229;

const PUBLIC: Verdict = { allowed: true, rule: "public" };

/** The rules of a server. @throws {RangeError} when a network is none. */
export class OutboundRules implements TargetRules {
  readonly #options: RuleOptions;
  readonly #denied: Denied;
  readonly #forbidden: CidrSet;
  readonly #opened: CidrSet;

  constructor(options: RuleOptions = {}) {
    const { denied = "private", forbidden = [], allowPrivate = false } = options;
    this.#options = options;
    this.#denied = denied;
    this.#forbidden = networks(forbidden);
    this.#opened = networks(typeof allowPrivate === "boolean" ? [] : allowPrivate);
  }

  judgeName(): null {
    return null;
  }

  judge(address: string, port: number): Verdict {
    const bytes = parseIp(withoutZone(address));
    if (bytes === null) return denied("not an IP address");
    const end = ledTo(bytes);
    if (port === DEBUGGER_PORT && THIS_MACHINE.has(end)) return denied("the runtime's debugger");
    const forbidden = this.#forbidden.find(end) ?? this.#forbidden.find(bytes);
    if (forbidden !== null) return denied(`forbidden_ip ${formatCidr(forbidden)}`);
    if (this.#denied !== "nothing" && this.#isListener(end, bytes, port)) return denied("a port of this program");
    return this.#judgePlace(bytes, end);
  }

  #judgePlace(bytes: Uint8Array, end: Uint8Array): Verdict {
    const found = notPublic(end);
    if (found === null) return PUBLIC;
    const rule = `${found.kind} ${formatCidr(found.network)}`;
    if (this.#denied === "nothing") return { allowed: true, rule };
    if (this.#denied === "loopback" && !LOOPBACK.has(end)) return { allowed: true, rule };
    if (this.#options.allowPrivate === true) return { allowed: true, rule: `allow_private, ${rule}` };
    const opened = this.#opened.find(end) ?? this.#opened.find(bytes);
    return opened === null ? denied(rule) : { allowed: true, rule: `allow_private ${formatCidr(opened)}` };
  }

  /** Whether it leads back into this process, in circles. */
  #isListener(end: Uint8Array, bytes: Uint8Array, port: number): boolean {
    const { listeners = () => [], interfaces = () => [] } = this.#options;
    return listeners().some((listener) => {
      if (listener.port !== port) return false;
      const bound = parseIp(listener.host);
      if (bound !== null && bound.some((byte) => byte !== 0)) return isSame(bound, end);
      return THIS_MACHINE.has(end) || interfaces().some((own) => isOneOf(parseIp(withoutZone(own)), end, bytes));
    });
  }
}

/** For what only its owner decides where it goes: the servers of a client. */
export const NO_RULES: TargetRules = { judgeName: () => null, judge: () => ({ allowed: true, rule: "no rules" }) };

function denied(rule: string): Verdict {
  return { allowed: false, rule };
}

function isOneOf(own: Uint8Array | null, ...addresses: readonly Uint8Array[]): boolean {
  return own !== null && addresses.some((address) => isSame(own, address));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function networks(texts: readonly string[]): CidrSet {
  return new CidrSet(texts.map((text) => {
    const cidr = parseCidr(text);
    if (cidr === null) throw new RangeError(`Cannot read the network ${text}: expected ADDRESS or ADDRESS/BITS`);
    return cidr;
  }));
}
