import { bindPackets } from "#net";
import { assert, assertEquals, test } from "#test";
import { openLibc } from "../../net/libc.ts";
import { canBatch } from "../../net/message_layout.ts";
import { ReceivedBatch } from "../../net/received_batch.ts";
import { sendQueue } from "../../net/send_queue.ts";
import { expectDescriptor, findOpened } from "../../net/descriptors.ts";
import { AddressCache } from "../../net/socket_address.ts";
import { until } from "../behaviour/until.ts";
import { command, startProcess } from "../process/started.ts";
import { isolatedScript, namespaces } from "../process/namespace.ts";
import { Mailbox, withMailboxes } from "./mailbox.ts";
import { checkGroups, SIZES } from "./sent_in_groups.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };

test("what came while nobody asked comes in one batch behind the first", async () => {
  const socket = await bindPackets(LOOPBACK);
  try {
    await withMailboxes([Mailbox.bind()], async (box) => {
      const sizes: number[] = [];
      const first = socket.next();
      for (let i = 0; i < 40; i++) await box.send(Uint8Array.of(i), socket.local);
      let last = -1;
      for (let batch = await first; batch !== null; batch = last === 39 ? null : await socket.next()) {
        sizes.push(batch.count);
        for (let i = 0; i < batch.count; i++) {
          assertEquals([...batch.data(i)], [++last]);
          assertEquals(batch.from(i), box.local);
        }
      }
      assert(!canBatch() || sizes.length < 40, `expected batches, got ${sizes}`);
    });
  } finally {
    socket.close();
  }
});

test("datagrams that belong to no socket's batch are kept apart", async () => {
  // Two sockets with batches at once: neither sees the other's bytes.
  const [a, b] = [await bindPackets(LOOPBACK), await bindPackets(LOOPBACK)];
  try {
    await withMailboxes([Mailbox.bind()], async (box) => {
      for (let i = 0; i < 20; i++) {
        await box.send(Uint8Array.of(1, i), a.local);
        await box.send(Uint8Array.of(2, i), b.local);
      }
      const seen: Record<number, number[]> = { 1: [], 2: [] };
      while (seen[1]!.length < 20 || seen[2]!.length < 20) {
        const batches = await Promise.all([
          seen[1]!.length < 20 ? a.next() : null,
          seen[2]!.length < 20 ? b.next() : null,
        ]);
        for (const [index, batch] of batches.entries()) {
          for (let i = 0; i < (batch?.count ?? 0); i++) {
            const [which, number] = batch!.data(i);
            assertEquals(which, index + 1);
            seen[which!]!.push(number!);
          }
        }
      }
      for (const list of Object.values(seen)) assertEquals(list, Array.from({ length: 20 }, (_, i) => i));
    });
  } finally {
    a.close();
    b.close();
  }
});

test("a vector of messages carries 64 datagrams in one call, again and again", async () => {
  const expected = expectDescriptor();
  const receiver = await bindPackets(LOOPBACK);
  const descriptor = findOpened(expected, receiver.local);
  const addresses = new AddressCache();
  try {
    await withMailboxes([Mailbox.bind()], async (box) => {
      // The runtime reads this one too: nothing is sent to it, so nothing is taken from us.
      assert(descriptor !== null, "expected to find the descriptor");
      assertEquals(ReceivedBatch.receive(descriptor, addresses), null);
      for (let round = 0; round < 3; round++) {
        for (let i = 0; i < 64; i++) sendQueue.put(descriptor, new Uint8Array(i).fill(round), box.local, false);
        sendQueue.flush();
        const came = await box.takeAll(64);
        assertEquals(came.map(({ bytes }) => bytes.length), Array.from({ length: 64 }, (_, i) => i));
        assert(
          came.every(({ bytes, from }) => bytes.every((byte) => byte === round) && from.port === receiver.local.port),
        );
      }
    });
  } finally {
    receiver.close();
  }
}, { skip: !canBatch() });

for (const host of ["127.0.0.1", "::1"]) {
  test(`datagrams that go as one message come one by one, each as it was sent: ${host}`, async () => {
    assertEquals(await checkGroups(host), 2 * SIZES.flat().length);
  });
}

test("what the kernel refuses to cut, since the link is too narrow for it, goes one by one", async () => {
  const link = 'ip link set lo mtu 1500\nexec "$@"';
  const child = startProcess(isolatedScript(link, command("tests/net/sent_over_a_narrow_link.ts", [], ["-A"])));
  try {
    assertEquals(await child.ended(), 0, child.out + child.err);
    await child.line(new RegExp(`^held: ${2 * SIZES.flat().length}$`, "m"));
  } finally {
    await child.kill();
  }
}, { skip: !namespaces || !canBatch() });

test("one that is larger than any slot of the vector is lost, wherever it would stand", async () => {
  const [sender, box] = [await bindPackets(LOOPBACK), await Mailbox.bind()];
  try {
    for (let i = 0; i < 63; i++) await sender.send(Uint8Array.of(i), box.local);
    await sender.send(new Uint8Array(70_000), box.local);
    await sender.send(Uint8Array.of(63), box.local);
    sender.flush();
    assertEquals((await box.takeAll(64)).map(({ bytes }) => bytes[0]), Array.from({ length: 64 }, (_, i) => i));
  } finally {
    sender.close();
    await box.close();
  }
});

test("where native code may be called the kernel's buffer is raised", async () => {
  const box = await Mailbox.bind();
  try {
    // Two hundred datagrams of 8000 bytes are more than the usual buffer of 208 KiB holds.
    const sender = await bindPackets(LOOPBACK);
    for (let i = 0; i < 200; i++) await sender.send(new Uint8Array(8000).fill(i), box.local);
    sender.close();
    await until(() => box.size === 200);
  } finally {
    await box.close();
  }
}, { skip: openLibc() === null || !await isRaisable() });

/** Whether the system lets anybody have a large buffer. */
async function isRaisable(): Promise<boolean> {
  const { readFile } = await import("node:fs/promises");
  const most = await readFile("/proc/sys/net/core/rmem_max", "utf8").catch(() => "0");
  return Number(most) >= 2 * 1024 * 1024;
}
