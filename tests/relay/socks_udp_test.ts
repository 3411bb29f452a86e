import { assert, assertEquals, assertThrows, test } from "#test";
import { CipherError } from "../../crypto/types.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import { Counters } from "../../relay/counters.ts";
import { socksAssociate } from "../../relay/inbound/socks_udp.ts";
import { socksPackets } from "../../relay/inbound/socks_packets.ts";
import { DEFAULT_LIMITS, type Limits } from "../../relay/limits.ts";
import { until } from "../behaviour/until.ts";
import { KeptLog } from "../behaviour/wiring.ts";
import { Mailbox, withMailboxes } from "../net/mailbox.ts";
import { withPair } from "../net/pair.ts";
import { at, MemoryOutbound } from "./memory_packets.ts";

const TARGET = at(7, 443);
const NOWHERE: Endpoint = { host: "0.0.0.0", port: 0 };

/** What an application holds of an association. */
interface Associated {
  /** Where its datagrams go. */
  readonly bound: Endpoint;
  readonly outbound: MemoryOutbound;
  readonly counters: Counters;
  /** Ends the TCP connection. */
  hangUp(): void;
  /** Waits for the association's end. */
  readonly ended: Promise<void>;
}

/** Runs the body with an association for which the application claimed an address. */
function withAssociate(
  claimed: Endpoint,
  body: (associated: Associated) => Promise<void>,
  { host = "127.0.0.1", limits = {} }: { host?: string; limits?: Partial<Limits> } = {},
): Promise<void> {
  return withPair(async ({ client, server }) => {
    const [outbound, counters] = [new MemoryOutbound(), new Counters()];
    const options = { outbound, counters, limits: { ...DEFAULT_LIMITS, ...limits }, log: new KeptLog() };
    const answered = Promise.withResolvers<Endpoint>();
    const ended = socksAssociate(options)(server, claimed, (bound) => {
      answered.resolve(bound);
      return Promise.resolve();
    });
    try {
      await body({ bound: await answered.promise, outbound, counters, hangUp: () => client.close(), ended });
    } finally {
      client.close();
      await ended;
    }
    assertEquals(outbound.open, []);
  }, host);
}

/** A datagram as SOCKS5 has it. */
function wrapped(target: Endpoint, payload: number[], fragment = 0): Uint8Array {
  return Uint8Array.of(0, 0, fragment, ...putAddress(target), ...payload);
}

/** Payloads that went out, by their first bytes. */
function passed(outbound: MemoryOutbound): number[] {
  return outbound.ports.flatMap(({ firsts }) => firsts);
}

test("datagrams go out by the address that they bear, and answers bear where they come from", () =>
  withMailboxes([Mailbox.bind()], (application) =>
    withAssociate(NOWHERE, async ({ bound, outbound, counters }) => {
      assertEquals(bound.host, "127.0.0.1");
      const named = { host: "name.test", port: 53 };
      for (const target of [TARGET, { host: "2001:db8::1", port: 1 }, named]) {
        await application.send(wrapped(target, [1, 2, 3]), bound);
      }
      await until(() => passed(outbound).length === 3);
      assertEquals(outbound.ports.length, 1);
      assertEquals(
        outbound.ports[0]!.sent,
        [TARGET, { host: "2001:db8::1", port: 1 }, named].map((peer) => ({
          bytes: Uint8Array.of(1, 2, 3),
          peer,
        })),
      );
      outbound.ports[0]!.answer({ bytes: Uint8Array.of(9), peer: at(50, 7) });
      assertEquals(await application.take(), { bytes: wrapped(at(50, 7), [9]), from: bound });
      assertEquals([counters.up, counters.down], [9, 1]);
    })));

test("an association of an application on IPv6 is on IPv6", () =>
  withMailboxes(
    [Mailbox.bind("::1")],
    (application) =>
      withAssociate({ host: "::", port: 0 }, async ({ bound, outbound }) => {
        assertEquals(bound.host, "::1");
        await application.send(wrapped(TARGET, [1]), bound);
        await until(() => passed(outbound).length === 1);
      }, { host: "::1" }),
  ));

test("fragments and what is too short are dropped and counted", () =>
  withMailboxes([Mailbox.bind()], (application) =>
    withAssociate(NOWHERE, async ({ bound, outbound, counters }) => {
      for (const fragment of [1, 2, 127, 128, 255]) await application.send(wrapped(TARGET, [1], fragment), bound);
      for (const bytes of [[], [0], [0, 0], [0, 0, 0], [0, 0, 0, 1, 127]]) {
        await application.send(Uint8Array.of(...bytes), bound);
      }
      await application.send(wrapped(TARGET, [2]), bound);
      await until(() => passed(outbound).length > 0);
      assertEquals(passed(outbound), [2]);
      assertEquals(counters.ended, { protocol: 10 });
    })));

test("an empty payload goes out, and an empty answer comes back", () =>
  withMailboxes([Mailbox.bind()], (application) =>
    withAssociate(NOWHERE, async ({ bound, outbound }) => {
      await application.send(wrapped(TARGET, []), bound);
      await until(() => outbound.ports[0]?.sent.length === 1);
      outbound.ports[0]!.answer({ bytes: new Uint8Array(0), peer: TARGET });
      assertEquals((await application.take()).bytes, wrapped(TARGET, []));
    })));

test("the association ends with its TCP connection", () =>
  withMailboxes(
    [Mailbox.bind()],
    (application) =>
      withAssociate(NOWHERE, async ({ bound, outbound, hangUp, ended }) => {
        await application.send(wrapped(TARGET, [1]), bound);
        await until(() => outbound.ports.length === 1);
        hangUp();
        await ended;
        assert(outbound.ports[0]!.closed);
        // The port is free again.
        const next = await Mailbox.bind(bound.host, undefined, bound.port);
        await next.close();
      }),
  ));

test("the port that the application claims is the only one heard", () =>
  withMailboxes(
    [Mailbox.bind(), Mailbox.bind()],
    (application, other) =>
      withAssociate({ host: "0.0.0.0", port: application.local.port }, async ({ bound, outbound }) => {
        await other.send(wrapped(TARGET, [1]), bound);
        await application.send(wrapped(TARGET, [2]), bound);
        await other.send(wrapped(TARGET, [3]), bound);
        await application.send(wrapped(TARGET, [4]), bound);
        await until(() => passed(outbound).includes(4));
        assertEquals(passed(outbound), [2, 4]);
      }),
  ));

test("a claim of address and port is honoured", () =>
  withMailboxes(
    [Mailbox.bind(), Mailbox.bind()],
    (application, other) =>
      withAssociate(application.local, async ({ bound, outbound }) => {
        await other.send(wrapped(TARGET, [1]), bound);
        await application.send(wrapped(TARGET, [2]), bound);
        await until(() => passed(outbound).length > 0);
        assertEquals(passed(outbound), [2]);
      }),
  ));

test("a claim that address translation has made untrue leaves the machine alone to count", () =>
  withMailboxes(
    [Mailbox.bind()],
    (application) =>
      withAssociate({ host: "10.1.2.3", port: 9 }, async ({ bound, outbound }) => {
        await application.send(wrapped(TARGET, [1]), bound);
        await until(() => passed(outbound).length === 1);
      }),
  ));

test("another machine is never heard, whatever was claimed", () =>
  withMailboxes(
    [Mailbox.bind(), Mailbox.bind("127.0.0.2")],
    (application, stranger) =>
      withAssociate(NOWHERE, async ({ bound, outbound }) => {
        await stranger.send(wrapped(TARGET, [1]), bound);
        await application.send(wrapped(TARGET, [2]), bound);
        await until(() => passed(outbound).length > 0);
        assertEquals(passed(outbound), [2]);
        await withAssociate(stranger.local, async ({ bound, outbound }) => {
          await stranger.send(wrapped(TARGET, [3]), bound);
          await application.send(wrapped(TARGET, [4]), bound);
          await until(() => passed(outbound).length > 0);
          assertEquals(passed(outbound), [4]);
        });
      }),
  ));

test("an association that was silent for its time has another way out when the application sends again", () =>
  withMailboxes([Mailbox.bind()], (application) =>
    withAssociate(NOWHERE, async ({ bound, outbound }) => {
      await application.send(wrapped(TARGET, [1]), bound);
      await until(() => outbound.ports[0]?.closed === true);
      await application.send(wrapped(TARGET, [2]), bound);
      await until(() => outbound.ports.length === 2 && passed(outbound).length === 2);
      outbound.ports[1]!.answer({ bytes: Uint8Array.of(3), peer: TARGET });
      assertEquals((await application.take()).bytes, wrapped(TARGET, [3]));
    }, { limits: { udp: 0.1 } })));

test("the header of a datagram is reserved, fragment, address", () => {
  const codec = socksPackets();
  const out = new Uint8Array(100);
  const { session, size } = codec.open(wrapped(TARGET, [1, 2]), "", out);
  assertEquals(out.subarray(0, size), Uint8Array.of(...putAddress(TARGET), 1, 2));
  assert(codec.open(wrapped(TARGET, [3]), "", out).session === session, "one application is one session");
  // What was in the buffer before does not get into the header.
  out.fill(0xee);
  assertEquals(out.subarray(0, session.seal(Uint8Array.of(7, 8), out)), Uint8Array.of(0, 0, 0, 7, 8));
  for (const bytes of [[], [0, 0], [0, 0, 1, 1]]) {
    assertEquals(assertThrows(() => codec.open(Uint8Array.of(...bytes), "", out), CipherError).fault, "protocol");
  }
  codec.close();
});
