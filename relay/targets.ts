/** From a target to the addresses that may be dialled: looked up once, each judged, and those dialled alone. @module */

import type { Answer, Resolver } from "../dns/types.ts";
import { formatEndpoint } from "../net/hosts.ts";
import { parseIp } from "../net/ip.ts";
import type { Endpoint } from "../net/types.ts";
import { ConnectionError } from "./errors.ts";
import { NO_RULES, type TargetRules, type Verdict } from "./rules.ts";
import { SYSTEM_RESOLVER } from "./system_resolver.ts";

/** Seconds for which an address that was not looked up is believed. */
const FOR_EVER = Infinity;

/** One address of a target. */
export interface Judged {
  readonly address: string;
  readonly verdict: Verdict;
}

/** Looks targets up and judges what they are. */
export class Targets {
  readonly #resolver: Resolver;
  readonly #rules: TargetRules;

  constructor(resolver: Resolver = SYSTEM_RESOLVER, rules: TargetRules = NO_RULES) {
    this.#resolver = resolver;
    this.#rules = rules;
  }

  /**
   * The addresses of a target that may be dialled: at once where it is an address itself.
   *
   * @throws {ConnectionError} `denied` when none may, {@linkcode ResolveError} when there are none.
   */
  permitted(target: Endpoint): Answer | Promise<Answer> {
    const { host, port } = target;
    if (parseIp(host) === null) return this.#permittedOf(target);
    const verdict = this.judge(host, port, host);
    if (!verdict.allowed) throw denial(formatEndpoint(target), verdict);
    return { addresses: [host], ttl: FOR_EVER };
  }

  /** Those that a name leads to. */
  async #permittedOf(target: Endpoint): Promise<Answer> {
    const { judged, ttl } = await this.judged(target);
    const addresses = judged.filter(({ verdict }) => verdict.allowed).map(({ address }) => address);
    if (addresses.length === 0) throw denial(formatEndpoint(target), judged[0]!.verdict);
    return { addresses, ttl };
  }

  /**
   * All addresses of a target, each with its verdict.
   *
   * @throws {ConnectionError} `denied` when its name is, {@linkcode ResolveError} when there are none.
   */
  async judged(target: Endpoint): Promise<{ judged: readonly Judged[]; ttl: number }> {
    const { addresses, ttl } = await this.#resolve(target.host);
    const judged = addresses.map((address) => ({ address, verdict: this.judge(address, target.port, target.host) }));
    return { judged, ttl };
  }

  /** The verdict on one address, to which a name has led or which is the target itself. */
  judge(address: string, port: number, name?: string): Verdict {
    return this.#rules.judge(address, port, name);
  }

  async #resolve(host: string): Promise<Answer> {
    if (parseIp(host) !== null) return { addresses: [host], ttl: FOR_EVER };
    const verdict = this.#rules.judgeName(host);
    if (verdict !== null && !verdict.allowed) throw denial(host, verdict);
    return await this.#resolver.resolve(host);
  }
}

function denial(target: string, { rule }: Verdict): ConnectionError {
  return new ConnectionError("denied", `Cannot connect to ${target}: denied by ${rule}`);
}
