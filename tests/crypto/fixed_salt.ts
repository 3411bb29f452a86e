/** Chance that is none: for figures that were published with their salt. @module */

/** Runs the body while `crypto.getRandomValues` gives these bytes and no others. */
export function withRandomBytes<T>(bytes: Uint8Array, body: () => T): T {
  const value = (view: Uint8Array) => {
    if (view.length !== bytes.length) throw new Error(`Expected ${bytes.length} random bytes to be asked for`);
    view.set(bytes);
    return view;
  };
  // An own property in front of the prototype's method: taken away, the real one shows again.
  Object.defineProperty(crypto, "getRandomValues", { value, configurable: true });
  try {
    return body();
  } finally {
    Reflect.deleteProperty(crypto, "getRandomValues");
  }
}
