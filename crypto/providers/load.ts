/** The providers by name or library, each loaded once and only when asked for. @module */

import { type LibraryPath, type Provider, ProviderError, type ProviderName } from "./types.ts";

const loaded = new Map<ProviderName | LibraryPath, Promise<Provider>>();

/**
 * The provider of that name, or `native` by the libcrypto at that path.
 *
 * @throws {ProviderError} when it cannot be had on this machine; the message says why.
 */
export function loadProvider(name: ProviderName | LibraryPath): Promise<Provider> {
  let provider = loaded.get(name);
  if (provider === undefined) {
    provider = load(name);
    loaded.set(name, provider);
  }
  return provider;
}

async function load(name: ProviderName | LibraryPath): Promise<Provider> {
  try {
    switch (name) {
      case "native":
        return await (await import("./native.ts")).loadNative();
      case "node":
        return (await import("./node.ts")).loadNode();
      case "wasm":
        return (await import("./wasm.ts")).loadWasm();
      case "noble":
        return (await import("./noble.ts")).loadNoble();
      default:
        return await (await import("./native.ts")).loadNative(name);
    }
  } catch (cause) {
    if (cause instanceof ProviderError) throw cause;
    throw new ProviderError(`Cannot load the provider ${name}`, { cause });
  }
}
