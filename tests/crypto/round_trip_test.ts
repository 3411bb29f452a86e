import { test } from "#test";
import { assertBytes } from "./bytes.ts";
import { joined, randomBytes, randomParts, seeded } from "./random.ts";
import { CONFORMING, inboundOf, openAll, sealAll } from "./streams.ts";

/** Bytes of the largest write; CFB1 runs the cipher for each bit. */
function largestOf(title: string): number {
  return title.endsWith("cfb1") ? 20_000 : 100_000;
}

const TARGET = Uint8Array.of(1, 192, 0, 2, 7, 1, 187);

for (const { title, makeEnd } of CONFORMING) {
  test(`${title} carries writes of every size both ways`, async () => {
    const below = seeded(title.length);
    const [client, server] = [await makeEnd(), await makeEnd()];
    const near = inboundOf(server);
    const far = client.outbound(TARGET);
    // A sample: plain TypeScript runs at a few MB/s, and 100 kB cross every size of chunk and step.
    const writes = [1, 2, 16382, 16383, 16384, 40, largestOf(title)].map((size) => randomBytes(below, size));
    const up = sealAll(far.sealer, writes);
    const opened = openAll(near.opener, randomParts(below, up, 70_000));
    assertBytes(opened, joined([TARGET, ...writes]));
    const down = sealAll(near.sealer, writes.slice(0, 4));
    assertBytes(openAll(far.opener, randomParts(below, down, 9000)), joined(writes.slice(0, 4)));
  });

  test(`${title} carries many small writes in whatever pieces they arrive`, async () => {
    const below = seeded(title.length + 1);
    const [client, server] = [await makeEnd(), await makeEnd()];
    for (const most of [1, 7, 50, 2000]) {
      const writes = Array.from({ length: 12 }, () => randomBytes(below, below(60)));
      const far = client.outbound(TARGET);
      const near = inboundOf(server);
      const up = sealAll(far.sealer, writes);
      assertBytes(openAll(near.opener, randomParts(below, up, most)), joined([TARGET, ...writes]));
      near.sealer.close();
      far.opener.close();
    }
  });

  test(`${title} may be closed twice, at any point, and holds nothing then`, async () => {
    const end = await makeEnd();
    for (const { opener, sealer } of [inboundOf(end), end.outbound(TARGET)]) {
      sealer.seal(TARGET, new Uint8Array(sealer.bound(TARGET.length)));
      for (const half of [opener, sealer, opener, sealer]) half.close();
    }
    const unused = end.outbound(TARGET);
    for (const half of [unused.opener, unused.sealer, unused.opener, unused.sealer]) half.close();
  });
}
