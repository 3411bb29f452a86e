/** The resolver of a service, which may be replaced while names are being looked up. @module */

import { type Config, ConfigError } from "../config/types.ts";
import type { ResolverOptions } from "../dns/resolver.ts";
import type { Answer, Resolver } from "../dns/types.ts";

/** Looks up by the resolver that is there now; one that was replaced ends with its last lookup. */
export class SharedResolver implements Resolver {
  #current: Tenant;
  readonly #leaving = new Set<Tenant>();

  constructor(resolver: Resolver) {
    this.#current = new Tenant(resolver);
  }

  resolve(name: string): Promise<Answer> {
    return this.#current.resolve(name);
  }

  /** Looks up by another from now on; it is closed with this. */
  replace(resolver: Resolver): void {
    const former = this.#current;
    this.#leaving.add(former);
    this.#current = new Tenant(resolver);
    former.leave(() => this.#leaving.delete(former));
  }

  close(): void {
    for (const tenant of [this.#current, ...this.#leaving]) tenant.close();
  }
}

/** A resolver, and how many wait for it. */
class Tenant {
  readonly #resolver: Resolver;
  #lookups = 0;
  #onLeft: (() => void) | null = null;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  async resolve(name: string): Promise<Answer> {
    this.#lookups++;
    try {
      return await this.#resolver.resolve(name);
    } finally {
      this.#lookups--;
      this.#settle();
    }
  }

  /** Closes it as soon as nobody waits for it, and says so. */
  leave(onLeft: () => void): void {
    this.#onLeft = onLeft;
    this.#settle();
  }

  close(): void {
    this.#resolver.close();
  }

  #settle(): void {
    if (this.#onLeft === null || this.#lookups > 0) return;
    this.close();
    this.#onLeft();
  }
}

/** A resolver that is loaded for the first name: many clients only ever meet addresses. */
class LateResolver implements Resolver {
  readonly #options: ResolverOptions;
  #opened: Promise<Resolver> | null = null;
  #closed = false;

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  async resolve(name: string): Promise<Answer> {
    const resolver = await (this.#opened ??= this.#load());
    if (this.#closed) resolver.close();
    return await resolver.resolve(name);
  }

  close(): void {
    this.#closed = true;
    this.#opened?.then((resolver) => resolver.close(), () => {});
  }

  /** Where there is no descriptor to load it by, the next name may find one. */
  async #load(): Promise<Resolver> {
    try {
      return await loadResolver(this.#options);
    } catch (cause) {
      this.#opened = null;
      throw cause;
    }
  }
}

async function loadResolver(options: ResolverOptions): Promise<Resolver> {
  const { createResolver } = await import("../dns/resolver.ts");
  return createResolver(options);
}

/** The resolver of the system's name servers. */
export function systemResolver(): Resolver {
  return new LateResolver({ servers: [] });
}

/**
 * The resolver that a config asks for. A server's is loaded at once: whoever holds all descriptors before the first name
 * comes, for which no key is needed, would leave none to load it by, and that ends Deno.
 *
 * @throws {ConfigError} when it names a server that is none.
 */
export async function openResolver(config: Config): Promise<Resolver> {
  const options = { servers: [], ...config.dns };
  if (config.servers.length === 0 && options.servers.length === 0) return new LateResolver(options);
  try {
    return await loadResolver(options);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ConfigError(cause.message, { cause });
  }
}
