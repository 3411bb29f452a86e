/** Datagrams against shadowsocks-rust: the methods of 2022, identity headers, chains of keys, and the relay role. */

import type { Destination } from "../../config/types.ts";
import { socksSender } from "../behaviour/datagrams.ts";
import { keyFor } from "../behaviour/keys.ts";
import { against } from "./both_ways.ts";
import { withOurLocal, withOurServer } from "./ours.ts";
import { findRust } from "./peers.ts";
import { withPeerLocal, withPeerServer } from "./running.ts";
import { assertCarriesDatagrams, datagramsBothWays } from "./udp_carried.ts";

const METHODS = [
  "2022-blake3-aes-128-gcm",
  "2022-blake3-aes-256-gcm",
  "2022-blake3-chacha20-poly1305",
  "2022-blake3-chacha8-poly1305",
  "aes-128-ccm",
  "aes-256-ccm",
  "aes-128-gcm-siv",
  "aes-256-gcm-siv",
  "none",
];

/** Its server loses a datagram of no bytes. */
const SIZES = [1, 512, 1400, 8000, 65_000];

const rust = findRust();

datagramsBothWays(rust, METHODS, SIZES);

/** Payloads go from an application behind the SOCKS5 port to an echo and back. */
function carries(socks: number): Promise<void> {
  return assertCarriesDatagrams(socksSender(socks), SIZES);
}

for (const method of ["2022-blake3-aes-128-gcm", "2022-blake3-aes-256-gcm"]) {
  const own = keyFor(method, 1);
  const users = [{ name: "anna", password: keyFor(method, 2) }, { name: "ben", password: keyFor(method, 3) }];
  const shared = { method, password: own, users };
  const [anna, ben] = users.map(({ password }) => ({ method, password: `${own}:${password}` }));
  const relayKey = keyFor(method, 5);
  const behindRelay = ({ password }: { password: string }) => ({ method, password: `${relayKey}:${password}` });

  /** Runs the body with our relay in front of a server that is known by its key. */
  const withRelay = (port: number, password: string, body: (port: number) => Promise<void>) => {
    const destinations: Destination[] = [
      { name: "nowhere", host: "127.0.0.1", port: 9, password: keyFor(method, 6) },
      { name: "server", host: "127.0.0.1", port, password },
    ];
    return withOurServer({ method, password: relayKey, destinations }, (relay) => body(relay.port));
  };

  against(
    rust,
    `${method}, datagrams of its clients are those of users at our server`,
    () =>
      withOurServer(shared, async ({ port }) => {
        await withPeerLocal(rust, ben!, port, carries);
        await withPeerLocal(rust, anna!, port, carries);
      }),
  );

  against(
    rust,
    `${method}, datagrams of our client are those of a user at its server`,
    () =>
      withPeerServer(rust, shared, async (server) => {
        await withOurLocal(ben!, server, carries);
        await withOurLocal(anna!, server, carries);
      }),
  );

  against(
    rust,
    `${method}, our relay passes datagrams of both clients on to its server`,
    () =>
      withPeerServer(rust, shared, (server) =>
        withRelay(server, own, async (relay) => {
          await withPeerLocal(rust, behindRelay(anna!), relay, carries);
          await withOurLocal(behindRelay(ben!), relay, carries);
        })),
  );

  against(
    rust,
    `${method}, our relay passes datagrams of its client on to our server`,
    () =>
      withOurServer(
        shared,
        ({ port }) => withRelay(port, own, (relay) => withPeerLocal(rust, behindRelay(ben!), relay, carries)),
      ),
  );
}
