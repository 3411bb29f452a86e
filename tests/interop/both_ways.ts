/** What every method of every peer must show: that its client and our server understand each other, and the reverse. @module */

import { assertEquals, test } from "#test";
import { keyFor } from "../behaviour/keys.ts";
import { assertCarries } from "./carried.ts";
import { amountFor } from "./methods.ts";
import { withOurLocal, withOurServer } from "./ours.ts";
import type { Peer } from "./peers.ts";
import { withPeerLocal, withPeerServer } from "./running.ts";

/** Declares the tests of a peer's methods. */
export function bothWays(peer: Peer, methods: readonly string[]): void {
  for (const method of methods) {
    const amount = amountFor(method);
    const keys = { method, password: keyFor(method) };
    against(peer, `${method}, its client and our server carry bytes both ways`, () => {
      return withOurServer(keys, async ({ port, counters }) => {
        await withPeerLocal(peer, keys, port, (socks) => assertCarries(socks, amount));
        // None of it went past the server.
        assertEquals({ up: counters.up, down: counters.down }, { ...amount });
      });
    });
    against(peer, `${method}, our client and its server carry bytes both ways`, () => {
      return withPeerServer(peer, keys, (port) => withOurLocal(keys, port, (socks) => assertCarries(socks, amount)));
    });
  }
}

/** Declares a test that needs a peer. */
export function against(peer: Peer, name: string, body: () => Promise<void>): void {
  test(`${peer.title}: ${name}`, body, { skip: !peer.present });
}
