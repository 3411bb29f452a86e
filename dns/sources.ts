/** Where addresses come from: the system's own resolver, or servers that we ask. @module */

import { LOOKUP_LIFETIME } from "../net/lookup.ts";
import type { Asker, Plan } from "./ask.ts";
import { follow } from "./chain.ts";
import { type Found, type Preference, together, typesOf } from "./families.ts";
import { plainName } from "./names.ts";
import type { Question } from "./query.ts";
import { NO_SUCH_NAME } from "./reply.ts";
import { candidates, type ResolvConf } from "./resolv_conf.ts";
import { lookupSlots } from "./slots.ts";
import { ResolveError } from "./types.ts";

/** Finds the addresses of a plain name, in no particular order; throws {@linkcode ResolveError}. */
export interface Source {
  /** `absolute` names are looked for as they are, others also where short names are. */
  find(name: string, absolute: boolean): Promise<Found>;
  /** Ends what is under way. */
  close(): void;
}

/** The system's own resolver, which has its own hosts file, servers and order. */
export function systemSource(lookup: (name: string) => Promise<string[]>): Source {
  return {
    async find(name) {
      const addresses = await lookupSlots.run(() => lookup(name));
      // The system does not say why it found nothing: that is not kept.
      return { addresses, ttl: addresses.length === 0 ? 0 : LOOKUP_LIFETIME };
    },
    close() {},
  };
}

/** Servers: those of resolv.conf, or some with the same settings. */
export class ServerSource implements Source {
  readonly #asker: Asker;
  readonly #conf: () => ResolvConf | null | Promise<ResolvConf | null>;
  readonly #preference: Preference;
  readonly #otherwise: Source;
  readonly #running = new Set<AbortController>();

  /** `otherwise` serves while there are no settings. */
  constructor(
    asker: Asker,
    conf: () => ResolvConf | null | Promise<ResolvConf | null>,
    preference: Preference,
    otherwise: Source,
  ) {
    this.#asker = asker;
    this.#conf = conf;
    this.#preference = preference;
    this.#otherwise = otherwise;
  }

  async find(name: string, absolute: boolean): Promise<Found> {
    const conf = await this.#conf();
    if (conf === null) return await this.#otherwise.find(name, absolute);
    let ttl = Infinity;
    for (const candidate of candidates(name, absolute, conf)) {
      if (candidate !== name && !isName(candidate)) continue;
      const found = await this.#both(candidate, conf);
      if (found.addresses.length > 0) return found;
      ttl = Math.min(ttl, found.ttl);
    }
    return { addresses: [], ttl };
  }

  close(): void {
    for (const running of this.#running) running.abort();
  }

  async #both(name: string, plan: Plan): Promise<Found> {
    const stop = new AbortController();
    this.#running.add(stop);
    try {
      const families = typesOf(this.#preference).map((type) => this.#one({ name, type }, plan, stop.signal));
      return await together(families, () => stop.abort());
    } finally {
      this.#running.delete(stop);
    }
  }

  /** One family, with aliases followed as far as it takes. */
  async #one(question: Question, plan: Plan, signal: AbortSignal): Promise<Found> {
    let asked = question;
    let ttl = Infinity;
    for (let aliases = 0;;) {
      const reply = await this.#asker.ask(asked, plan, signal);
      const outcome = follow(asked, reply, aliases);
      ttl = Math.min(ttl, outcome.ttl);
      if (outcome.kind === "addresses") return { addresses: outcome.addresses, ttl };
      if (outcome.kind === "nothing") return { addresses: [], ttl, absent: reply.code === NO_SUCH_NAME };
      if (!isName(outcome.name)) {
        throw new ResolveError("server", `Cannot resolve ${question.name}: its alias is not a name`);
      }
      asked = { name: outcome.name, type: question.type };
      aliases = outcome.aliases;
    }
  }
}

/** Whether this can be asked for. */
function isName(text: string): boolean {
  try {
    return plainName(text) === text;
  } catch (cause) {
    if (cause instanceof ResolveError) return false;
    throw cause;
  }
}
