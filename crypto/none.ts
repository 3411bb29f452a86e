/** The method `none`: the target's address, then the bytes as they are. @module */

import type { Opener, Sealer, StreamMethod } from "./types.ts";

/** The method; it has no key. */
export function none(): StreamMethod {
  return {
    inbound: () => ({ opener: identityOpener, sealer: identitySealer(new Uint8Array(0)) }),
    outbound: (target) => ({ opener: identityOpener, sealer: identitySealer(target) }),
  };
}

const identityOpener: Opener = {
  bound: (length) => length,
  open(input, out) {
    out.set(input);
    return input.length;
  },
  end() {},
  close() {},
};

function identitySealer(header: Uint8Array): Sealer {
  return {
    bound: (length) => header.length + length,
    seal(input, out) {
      out.set(header);
      out.set(input, header.length);
      const length = header.length + input.length;
      header = new Uint8Array(0);
      return length;
    },
    close() {},
  };
}
