/** Sends runs of datagrams of one size, and of others between, and says how many came as they were sent, in order. */

import { bindPackets } from "#net";
import type { Endpoint } from "../../net/types.ts";
import { assertEquals } from "#test";
import { Mailbox } from "./mailbox.ts";

/** Runs of one size, of sizes that end a run, of none, and of more bytes than one message may have. */
export const SIZES: readonly (readonly number[])[] = [
  Array(64).fill(1200),
  [1200, 1200, 700, 1200, 1200, 1300, 1300, 1],
  [0, 0, 5, 5, 0, 5, 4, 4],
  [...Array(10).fill(9000), 65_000, 65_000, 3, 3],
  [2000, 2000, 2000, 1000, 1000],
];

/** Sends each list to two ports at once, so that targets alternate too, and compares what comes. */
export async function checkGroups(host: string): Promise<number> {
  const [sender, even, odd] = [
    await bindPackets({ host, port: 0 }),
    await Mailbox.bind(host),
    await Mailbox.bind(host),
  ];
  let held = 0;
  try {
    for (const sizes of SIZES) {
      for (const targets of [[even.local], [even.local, even.local, odd.local]]) {
        held += await sendAll(sizes, targets, sender, [even, odd]);
      }
    }
  } finally {
    sender.close();
    await even.close();
    await odd.close();
  }
  return held;
}

async function sendAll(
  sizes: readonly number[],
  targets: readonly Endpoint[],
  sender: Awaited<ReturnType<typeof bindPackets>>,
  boxes: readonly Mailbox[],
): Promise<number> {
  const sent = sizes.map((size, i) => ({ to: targets[i % targets.length]!, bytes: new Uint8Array(size).fill(i + 1) }));
  for (const { to, bytes } of sent) await sender.send(bytes, to);
  sender.flush();
  let held = 0;
  for (const box of boxes) {
    for (const { bytes } of sent.filter(({ to }) => to === box.local)) {
      assertEquals((await box.take()).bytes, bytes);
      held++;
    }
  }
  return held;
}
