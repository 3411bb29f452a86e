/** Many at once: what each sends comes back to it, whole and unmixed. */

import { assert, assertEquals, test } from "#test";
import { listenOrigin, type Peer } from "./peer.ts";
import { noise, type Proxy, through, WIRINGS } from "./wiring.ts";

const CONNECTIONS = 200;
const MOST_BYTES = 100_000;
const PIECES = 5;

/** Answers with what it is sent, once that has ended. */
async function echo(peer: Peer): Promise<void> {
  const { bytes } = await peer.rest();
  await peer.send(bytes);
  peer.finish();
}

/** One application: sends bytes of its own in pieces and takes them back. */
async function converse(proxy: Proxy, port: number, seed: number): Promise<void> {
  const bytes = noise(1 + seed * 7919 % MOST_BYTES, seed + 1);
  const application = await through(proxy, port);
  try {
    const step = Math.ceil(bytes.length / PIECES);
    for (let at = 0; at < bytes.length; at += step) await application.send(bytes.subarray(at, at + step));
    application.finish();
    const { bytes: back, end } = await application.rest();
    assertEquals([back.length, end], [bytes.length, "fin"]);
    assert(back.every((byte, i) => byte === bytes[i]), "other bytes came back");
  } finally {
    await application.close();
  }
}

for (const { name, run } of WIRINGS) {
  test(`${name}: ${CONNECTIONS} applications at once get back what each has sent`, () =>
    run({}, async (proxy) => {
      const origin = await listenOrigin((peer) => void echo(peer));
      try {
        await Promise.all(Array.from({ length: CONNECTIONS }, (_, seed) => converse(proxy, origin.port, seed)));
      } finally {
        await origin.close();
      }
    }));
}
