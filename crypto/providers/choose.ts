/** The choice of a provider: the first that has a cipher and makes no mistakes with it. @module */

import { loadProvider } from "./load.ts";
import { type LibraryPath, type Provider, ProviderError, type ProviderName } from "./types.ts";

/** A cipher that can be made here, and who serves it. */
export interface Served<T> {
  /** Makes the cipher under a key. */
  readonly make: T;
  /** Who serves it. */
  readonly provider: Provider;
}

/**
 * The first of the providers that has what is asked for; one that fails the test is passed over.
 *
 * @param name what is asked for, for the message
 * @throws {ProviderError} when none serves it, with everyone's reason.
 */
export async function choose<T>(
  name: string,
  candidates: readonly (ProviderName | LibraryPath)[],
  { find, passes }: { find: (provider: Provider) => T | null; passes: (make: T, provider: Provider) => boolean },
): Promise<Served<T>> {
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      const provider = await loadProvider(candidate);
      const make = find(provider);
      if (make === null) throw new ProviderError(`${provider.source} does not have it`);
      if (!passes(make, provider)) throw new ProviderError(`${provider.source} fails its self-test`);
      return { make, provider };
    } catch (cause) {
      if (!(cause instanceof ProviderError)) throw cause;
      reasons.push(cause.message);
    }
  }
  throw new ProviderError(`Cannot serve ${name} here: ${reasons.join("; ")}`);
}
