/** What a UDP socket must do on every runtime, whether native code may help it or not. @module */

import { bindPackets } from "#net";
import { noise } from "../behaviour/wiring.ts";
import { assert, assertEquals } from "../seam/assert.ts";
import type { Check } from "./check.ts";
import { closedUdpPort, Mailbox, withMailboxes } from "./mailbox.ts";

/** Bytes in a datagram; the largest that IPv4 carries is 65,507. */
const SIZES = [0, 1, 2, 512, 1400, 1472, 1473, 8000, 9000, 65_000, 65_507];
const TOO_LARGE = [65_508, 65_535, 65_536, 70_000];
const MANY = 1000;
/** Datagrams on their way at once: fewer than any queue between two sockets holds. */
const BURST = 50;

export const PACKET_CHECKS: readonly Check[] = [
  {
    name: "datagrams of every size up to the largest arrive whole, with where they came from",
    run: () =>
      withMailboxes([Mailbox.bind(), Mailbox.bind()], async (a, b) => {
        for (const [i, size] of SIZES.entries()) {
          await a.send(noise(size, i + 1), b.local);
          assertEquals(await b.take(), { bytes: noise(size, i + 1), from: a.local }, `${size} bytes`);
        }
      }),
  },
  {
    name: "a datagram that is too large is lost, and what is sent before and after it arrives",
    run: () =>
      withMailboxes([Mailbox.bind(), Mailbox.bind()], async (a, b) => {
        for (const size of TOO_LARGE) {
          await a.send(Uint8Array.of(1), b.local);
          await a.send(new Uint8Array(size), b.local);
          await a.send(Uint8Array.of(2), b.local);
          assertEquals((await b.takeAll(2)).map(({ bytes }) => [...bytes]), [[1], [2]], `${size} bytes`);
        }
      }),
  },
  {
    name: "a socket on :: takes IPv4 and IPv6, shows IPv4 as IPv4, and answers both",
    run: () =>
      withMailboxes([Mailbox.echo("::"), Mailbox.bind("127.0.0.1"), Mailbox.bind("::1")], async (both, four, six) => {
        const { port } = both.local;
        for (const [box, host] of [[four, "127.0.0.1"], [six, "::1"]] as const) {
          await box.send(Uint8Array.of(7), { host, port });
          assertEquals(await box.take(), { bytes: Uint8Array.of(7), from: { host, port } });
        }
      }),
  },
  {
    name: "a socket on :: shows an IPv4 sender as IPv4",
    run: () =>
      withMailboxes([Mailbox.bind("::"), Mailbox.bind("127.0.0.1"), Mailbox.bind("::1")], async (both, four, six) => {
        const { port } = both.local;
        await four.send(Uint8Array.of(4), { host: "127.0.0.1", port });
        assertEquals((await both.take()).from, four.local);
        await six.send(Uint8Array.of(6), { host: "::1", port });
        assertEquals((await both.take()).from, six.local);
      }),
  },
  {
    name: "a port that refuses takes nothing but what is sent to it",
    async run() {
      for (const host of ["127.0.0.1", "::1"]) {
        const nobody = await closedUdpPort(host);
        // On a socket for both families, too: the relay's are.
        await withMailboxes([Mailbox.bind("::"), Mailbox.echo(host)], async (a, echo) => {
          for (let i = 0; i < 50; i++) {
            await a.send(Uint8Array.of(0), nobody);
            await a.send(Uint8Array.of(1, i), echo.local);
            assertEquals([...(await a.take()).bytes], [1, i]);
            await a.send(Uint8Array.of(0), nobody);
            await a.send(Uint8Array.of(2, i), echo.local);
            assertEquals([...(await a.take()).bytes], [2, i]);
          }
        });
      }
    },
  },
  {
    name: "a refusal that has come since takes nothing with it",
    async run() {
      const nobody = await closedUdpPort();
      await withMailboxes([Mailbox.bind(), Mailbox.echo()], async (a, echo) => {
        for (let i = 0; i < 20; i++) {
          await a.send(Uint8Array.of(0), nobody);
          await new Promise((resolve) => setTimeout(resolve, 1));
          await a.send(Uint8Array.of(i), echo.local);
          assertEquals([...(await a.take()).bytes], [i]);
        }
      });
    },
  },
  {
    name: "many datagrams arrive in the order sent, and none is lost",
    run: () =>
      withMailboxes([Mailbox.bind(), Mailbox.bind()], async (a, b) => {
        for (let i = 0; i < MANY;) {
          const end = Math.min(MANY, i + BURST);
          for (let j = i; j < end; j++) await a.send(noise(1200, j + 1), b.local);
          for (; i < end; i++) assertEquals((await b.take()).bytes, noise(1200, i + 1), `datagram ${i}`);
        }
      }),
  },
  {
    name: "what is held back goes with a flush, a switch of the socket, or a full batch",
    async run() {
      const [a, b] = [await bindPackets(LOOPBACK), await bindPackets(LOOPBACK)];
      await withMailboxes([Mailbox.bind()], async (box) => {
        try {
          for (let i = 0; i < 200; i++) await a.send(Uint8Array.of(i), box.local);
          await b.send(Uint8Array.of(200), box.local);
          a.flush();
          b.flush();
          assertEquals((await box.takeAll(201)).map(({ bytes }) => bytes[0]), Array.from({ length: 201 }, (_, i) => i));
          // What is held back when a socket closes still goes.
          await a.send(Uint8Array.of(9), box.local);
          a.close();
          assertEquals([...(await box.take()).bytes], [9]);
        } finally {
          a.close();
          b.close();
        }
      });
    },
  },
  {
    name: "closing a socket ends a pull with null, and so is every later pull",
    async run() {
      const socket = await bindPackets(LOOPBACK);
      const pull = socket.next();
      await new Promise((resolve) => setTimeout(resolve, 0));
      socket.close();
      socket.close();
      assertEquals(await pull, null);
      assertEquals(await socket.next(), null);
      await socket.send(Uint8Array.of(1), socket.local);
      socket.flush();
    },
  },
  {
    name: "a closed port is free again at once",
    run: () =>
      withMailboxes([Mailbox.bind()], async (first) => {
        await first.close();
        await withMailboxes([Mailbox.bind("127.0.0.1", undefined, first.local.port)], (second) => {
          assertEquals(second.local, first.local);
          return Promise.resolve();
        });
      }),
  },
  {
    name: "a port that is taken is refused with its fault",
    run: () =>
      withMailboxes([Mailbox.bind()], async ({ local }) => {
        const failure: unknown = await bindPackets(local).then((socket) => socket.close(), (cause) => cause);
        assert(failure instanceof Error && "fault" in failure, "expected a socket error");
        assertEquals(failure.fault, "in-use");
      }),
  },
];

const LOOPBACK = { host: "127.0.0.1", port: 0 };
