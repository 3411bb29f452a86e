/** Randomness by a script: for what asks for several random values, one after another. @module */

/**
 * Runs the body while `crypto.getRandomValues` gives these bytes, one entry a call, and fails when it is asked for
 * more, or for another number of bytes.
 */
export function withScript<T>(script: readonly Uint8Array[], body: () => T): T {
  const rest = [...script];
  return withRandom((bytes) => {
    if (bytes.length === 0) return;
    const next = rest.shift();
    if (next?.length !== bytes.length) throw new Error(`Expected no ${bytes.length} random bytes to be asked for`);
    bytes.set(next);
  }, body);
}

/** Runs the body while `fill` makes the bytes of `crypto.getRandomValues`. */
export function withRandom<T>(fill: (bytes: Uint8Array) => void, body: () => T): T {
  const value = (view: Uint8Array | Uint32Array) => {
    fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
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

/** A 32-bit number as this machine keeps it. */
export function word(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

/** `from`, `from` + 1, … */
export function counting(size: number, from = 0): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => from + i);
}
