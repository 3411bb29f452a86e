/** The resolver of a service, which may be replaced while names are being looked up. @module */

import { type Config, ConfigError } from "../config/types.ts";
import { createResolver } from "../dns/resolver.ts";
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

/**
 * The resolver that a config asks for.
 *
 * @throws {ConfigError} when it names a server that is none.
 */
export function openResolver({ dns = {} }: Config): Resolver {
  try {
    return createResolver({ servers: [], ...dns });
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ConfigError(cause.message, { cause });
  }
}
