import { assertEquals, test } from "#test";
import { fromHex, toHex } from "../vectors/hex.ts";
import { countingSalt } from "./by_hand.ts";
import { withRandomBytes } from "./fixed_salt.ts";
import { SERVED_METHODS } from "./served.ts";
import { byteByByte, inboundOf, makeEnd2017, openAll, sealAll } from "./streams.ts";

/** Type 3, "example.com", port 443. */
const TARGET = fromHex("030b6578616d706c652e636f6d01bb");
const HELLO = new TextEncoder().encode("hello");

/** Whole TCP streams under the password "test" and a salt of 00, 01 …: target and "hello" in one chunk. */
const STREAMS: Readonly<Record<string, string>> = {
  "aes-128-gcm": "000102030405060708090a0b0c0d0e0fc44859c5a5670a41231da7cfe7570459d9056777e8764c1de50dd58d912b2cac" +
    "3e6e54a4c31e1bd32010f54f07e6886902cf148db13c",
  "chacha20-ietf-poly1305": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f94b7c9ccd8fd390683c9426b" +
    "d3d0162b47920ff06fc852aee53c1624d4e77e1df99b5713a5d2c4864e07c80c7bc163523b71208bf8d6",
};

for (const served of SERVED_METHODS) {
  const stream = STREAMS[served.row.name];
  if (stream === undefined) continue;
  const title = `${served.row.name} by ${served.provider}`;

  test(`${title} opens the recorded stream to its target and payload`, async () => {
    for (const parts of [[fromHex(stream)], byteByByte(fromHex(stream))]) {
      const { opener, sealer } = inboundOf(await makeEnd2017(served));
      assertEquals(toHex(openAll(opener, parts)), toHex(TARGET) + toHex(HELLO));
      sealer.close();
    }
  });

  test(`${title} seals target and payload to the recorded stream, in one piece`, async () => {
    const client = await makeEnd2017(served);
    const { opener, sealer } = client.outbound(TARGET);
    const sealed = withRandomBytes(countingSalt(served.row.saltSize), () => sealAll(sealer, [HELLO]));
    assertEquals(toHex(sealed), stream);
    opener.close();
  });
}
