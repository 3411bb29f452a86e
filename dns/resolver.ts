/** The resolver: this machine's names, what is known already, and then whoever is asked. @module */

import { lookup } from "#net";
import { parseIp } from "../net/ip.ts";
import { AnswerCache, notFound } from "./cache.ts";
import { arrange, type Preference } from "./families.ts";
import { localAddresses } from "./hosts.ts";
import { plainName } from "./names.ts";
import { type LocalNames, openSource, type SourceOptions } from "./open_source.ts";
import type { Source } from "./sources.ts";
import { type Answer, ResolveError, type Resolver } from "./types.ts";

/** How names are resolved. */
export interface ResolverOptions extends Preference, SourceOptions {
  /** Names that are remembered: 1024 unless told; 0 remembers none. */
  readonly cacheSize?: number;
}

const CACHE_SIZE = 1024;
/** Seconds: no answer is believed for longer, whatever it says. */
const MAX_LIFETIME = 86_400;
/** Seconds: no more for a name that has no address. It may get one. */
const MAX_NEGATIVE = 300;
/** Seconds for what the hosts file says, which is looked at again and again. */
const HOSTS_LIFETIME = 10;

/**
 * Makes a resolver.
 *
 * @throws {SyntaxError} at a server that cannot be used.
 */
export function createResolver(options: ResolverOptions): Resolver {
  return new CachingResolver(options);
}

class CachingResolver implements Resolver {
  readonly #preference: Preference;
  readonly #cache: AnswerCache;
  readonly #hosts: LocalNames;
  readonly #source: Source;
  /** Names that are being looked for: each once, however many want it. */
  readonly #flights = new Map<string, PromiseWithResolvers<Answer>>();
  /** How often what names stand for may have changed: an answer that was asked for before is not kept. */
  #generation = 0;
  #closed = false;

  constructor(options: ResolverOptions) {
    const { ipv6First, ipv6Only = false, cacheSize = CACHE_SIZE, servers } = options;
    const v6First = ipv6First ?? (servers === "system" ? undefined : false);
    this.#preference = { ipv6Only, ...(v6First === undefined ? {} : { ipv6First: v6First }) };
    this.#cache = new AnswerCache(cacheSize);
    const opened = openSource({ lookup, ...options }, () => this.#forget());
    this.#hosts = opened.hosts;
    this.#source = opened.source;
  }

  async resolve(text: string): Promise<Answer> {
    if (this.#closed) throw closedError();
    const now = performance.now();
    // Names of this machine are never in the cache, and whatever changes them empties it.
    const known = this.#hosts.isFresh(now) ? this.#cache.get(text, now) : null;
    return known ?? await this.#resolveSlowly(text);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#source.close();
    this.#cache.clear();
    for (const flight of this.#flights.values()) flight.reject(closedError());
    this.#flights.clear();
  }

  async #resolveSlowly(text: string): Promise<Answer> {
    if (parseIp(text) !== null) return { addresses: [text], ttl: MAX_LIFETIME };
    const name = plainName(text);
    const local = localAddresses(name, await this.#hosts.current());
    if (local !== null) return this.#localAnswer(name, local);
    const absolute = text.endsWith(".");
    const key = absolute ? `${name}.` : name;
    return this.#cache.get(key, performance.now()) ?? await this.#fly(key, name, absolute);
  }

  #localAnswer(name: string, local: readonly string[]): Answer {
    const addresses = arrange(local, this.#preference);
    if (addresses.length === 0) throw notFound(name);
    return { addresses, ttl: HOSTS_LIFETIME };
  }

  /** Joins the search for a name, or begins it. */
  #fly(key: string, name: string, absolute: boolean): Promise<Answer> {
    if (this.#closed) throw closedError();
    const known = this.#flights.get(key);
    if (known !== undefined) return known.promise;
    const flight = Promise.withResolvers<Answer>();
    this.#flights.set(key, flight);
    this.#find(key, name, absolute).then(flight.resolve, flight.reject).finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    return flight.promise;
  }

  /** The hosts file or resolv.conf is no more what it was. */
  #forget(): void {
    this.#generation++;
    this.#cache.clear();
  }

  async #find(key: string, name: string, absolute: boolean): Promise<Answer> {
    const generation = this.#generation;
    const found = await this.#source.find(name, absolute);
    const addresses = arrange(found.addresses, this.#preference);
    const ttl = Math.min(found.ttl, addresses.length === 0 ? MAX_NEGATIVE : MAX_LIFETIME);
    if (!this.#closed && generation === this.#generation) this.#cache.put(key, addresses, ttl);
    if (addresses.length === 0) throw notFound(name);
    return { addresses, ttl };
  }
}

function closedError(): ResolveError {
  return new ResolveError("server", "Cannot resolve names: the resolver is closed");
}
