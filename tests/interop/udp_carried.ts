/** Datagrams carried between our program and others, and compared. @module */

import { after } from "../../net/timers.ts";
import type { Endpoint } from "../../net/types.ts";
import { assertEchoes, type Sender, socksSender, tunnelFor, withSender, withStarted } from "../behaviour/datagrams.ts";
import { keyFor } from "../behaviour/keys.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import { against } from "./both_ways.ts";
import { withOurLocal, withOurServer } from "./ours.ts";
import type { Peer } from "./peers.ts";
import { type Keys, withPeerLocal, withPeerServer } from "./running.ts";

/** Seconds between two tries to be heard by a program that binds its UDP port after its TCP port. */
const PATIENCE = 0.1;

/** A payload that no other is like. */
const KNOCK = Uint8Array.of(0x6b, 0x6e, 0x6f, 0x63, 0x6b);

/** What every method of a peer must show: SOCKS5 at its client before our server, and ours before its server. */
export function datagramsBothWays(peer: Peer, methods: readonly string[], sizes: readonly number[]): void {
  for (const method of methods) {
    const keys = { method, password: keyFor(method) };
    against(peer, `${method}, datagrams go from its client to our server and back`, () => {
      return withOurServer(keys, ({ port }) => {
        return withPeerLocal(peer, keys, port, (socks) => assertCarriesDatagrams(socksSender(socks), sizes));
      });
    });
    against(peer, `${method}, datagrams go from our client to its server and back`, () => {
      return withPeerServer(peer, keys, (port) => {
        return withOurLocal(keys, port, (socks) => assertCarriesDatagrams(socksSender(socks), sizes));
      });
    });
  }
}

/** Payloads of these sizes go to an echo and back. */
export function assertCarriesDatagrams(opening: Promise<Sender>, sizes: readonly number[]): Promise<void> {
  return withMailboxes([Mailbox.echo()], ({ local }) => assertEchoesOnceHeard(opening, local, sizes));
}

/** The same, to an echo that is there; what is sent before anybody hears it is not counted. */
export function assertEchoesOnceHeard(
  opening: Promise<Sender>,
  target: Endpoint,
  sizes: readonly number[],
): Promise<void> {
  return withSender(opening, async (sender) => assertEchoes(await heard(sender, target), target, sizes));
}

/** The sender once it is heard; answers to what was sent for that are left out. */
async function heard(sender: Sender, target: Endpoint): Promise<Sender> {
  let answered = false;
  const first = sender.take().then(() => answered = true);
  while (!answered) {
    await sender.send(KNOCK, target);
    const late = Promise.withResolvers<void>();
    const wait = after(PATIENCE, late.resolve);
    await Promise.race([first, late.promise]);
    wait.cancel();
  }
  return {
    send: (bytes, to) => sender.send(bytes, to),
    async take() {
      for (;;) {
        const payload = await sender.take();
        if (payload.bytes.join() !== KNOCK.join()) return payload;
      }
    },
    close: () => sender.close(),
  };
}

/** Runs the body with a tunnel of ours to a target, through a server. */
export function withOurTunnel(
  { method, password }: Keys,
  serverPort: number,
  target: Endpoint,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const server = { host: "127.0.0.1", port: serverPort, method, password };
  return withStarted({ locals: [tunnelFor(server, target)] }, ({ ports }) => body(ports[0]!));
}

/** A tunnel of a peer's to a target: its client's command line is replaced. */
export function withPeerTunnel(
  peer: Peer,
  words: readonly string[],
  keys: Keys,
  serverPort: number,
  body: (port: number) => Promise<void>,
): Promise<void> {
  return withPeerLocal({ ...peer, local: words }, keys, serverPort, body);
}
