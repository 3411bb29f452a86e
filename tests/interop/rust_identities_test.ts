/** Identity headers (SIP023) against shadowsocks-rust: many users on a port, chains of keys, and the relay role. */

import { assertEquals } from "#test";
import type { Destination } from "../../config/types.ts";
import type { User } from "../../crypto/types.ts";
import { keyFor } from "../behaviour/keys.ts";
import { against } from "./both_ways.ts";
import { assertCarries } from "./carried.ts";
import { withOurLocal, withOurServer } from "./ours.ts";
import { findRust } from "./peers.ts";
import { withPeerLocal, withPeerServer } from "./running.ts";

const rust = findRust();

/** What is done at a port. */
type Body = (port: number) => Promise<void>;

/** A server with users: its own key, and theirs. */
interface Shared {
  readonly method: string;
  readonly password: string;
  readonly users: User[];
}

for (const method of ["2022-blake3-aes-128-gcm", "2022-blake3-aes-256-gcm"]) {
  const shared: Shared = {
    method,
    password: keyFor(method, 1),
    users: [{ name: "anna", password: keyFor(method, 2) }, { name: "ben", password: keyFor(method, 3) }],
  };
  const [anna, ben] = shared.users.map(({ password }) => ({ method, password: `${shared.password}:${password}` }));
  const single = { method, password: keyFor(method, 4) };
  const relayKey = keyFor(method, 5);
  const behindRelay = (password: string) => ({ method, password: `${relayKey}:${password}` });

  against(rust, `${method}, its clients are known as users by our server`, async () => {
    const users: unknown[] = [];
    await withOurServer(shared, async ({ port, log }) => {
      await withPeerLocal(rust, ben!, port, assertCarries);
      await withPeerLocal(rust, anna!, port, assertCarries);
      for (const { fields } of await log.wait("closed", 2)) users.push(fields.user);
    });
    assertEquals(users, ["ben", "anna"]);
  });

  against(rust, `${method}, our client is a user of its server`, () => {
    return withPeerServer(rust, shared, async (server) => {
      await withOurLocal(ben!, server, assertCarries);
      await withOurLocal(anna!, server, assertCarries);
    });
  });

  against(rust, `${method}, our relay passes both clients on to its server`, () => {
    return withPeerServer(rust, single, (server) => {
      return withRelay({ method, password: relayKey }, [server, single.password], async (relay) => {
        await withPeerLocal(rust, behindRelay(single.password), relay, assertCarries);
        await withOurLocal(behindRelay(single.password), relay, assertCarries);
      });
    });
  });

  against(rust, `${method}, our relay passes users of both clients on to its server`, () => {
    return withPeerServer(rust, shared, (server) => {
      return withRelay({ method, password: relayKey }, [server, shared.password], async (relay) => {
        await withPeerLocal(rust, behindRelay(anna!.password), relay, assertCarries);
        await withOurLocal(behindRelay(ben!.password), relay, assertCarries);
      });
    });
  });

  against(rust, `${method}, our relay passes its client's user on to our server`, () => {
    return withOurServer(shared, ({ port }) => {
      return withRelay({ method, password: relayKey }, [port, shared.password], (relay) => {
        return withPeerLocal(rust, behindRelay(ben!.password), relay, assertCarries);
      });
    });
  });
}

/** Runs the body with our relay in front of one server, which is known by its key; another one is never reached. */
function withRelay(
  keys: { method: string; password: string },
  [port, password]: readonly [number, string],
  body: Body,
): Promise<void> {
  const destinations: Destination[] = [
    { name: "nowhere", host: "127.0.0.1", port: 9, password: keyFor(keys.method, 6) },
    { name: "server", host: "127.0.0.1", port, password },
  ];
  return withOurServer({ ...keys, destinations }, ({ port }) => body(port));
}
