import { assertThrows, test } from "#test";
import { makerOf, SERVED_CIPHERS } from "./served.ts";

const KEY_SIZE = /^aes-(\d+)/;

for (const cipher of SERVED_CIPHERS) {
  test(`A key of the wrong length is refused before it is used: ${cipher.name} by ${cipher.provider}`, async () => {
    const bits = KEY_SIZE.exec(cipher.name)?.[1];
    const size = bits === undefined ? 32 : Number(bits) / 8;
    const make = await makerOf(cipher);
    for (const wrong of [0, 1, size - 1, size + 1, 200]) {
      assertThrows(() => {
        const aead = make(new Uint8Array(wrong));
        try {
          aead.seal(new Uint8Array(aead.nonceSize), new Uint8Array(1), new Uint8Array(1 + aead.tagSize));
        } finally {
          aead.close();
        }
      });
    }
  });
}
