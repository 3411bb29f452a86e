import { assert, assertEquals, assertThrows, test } from "#test";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { MAX_SHARED, SharedAeads, sharing } from "../../crypto/shared_aeads.ts";
import { toHex } from "../vectors/hex.ts";
import type { Aead } from "../../crypto/types.ts";
import { seeded } from "./random.ts";
import { counting } from "./scripted_random.ts";
import { makerOf, SERVED_CIPHERS } from "./served.ts";

const PLAIN = Uint8Array.of(1, 2, 3);

for (const cipher of SERVED_CIPHERS.filter(({ name }) => name === "aes-256-gcm" || name === "aes-256-ccm")) {
  const title = `${cipher.name} by ${cipher.provider}`;

  test(`${title}: sessions that take turns each have their own key, however many there are`, async () => {
    const make = await makerOf(cipher);
    const shared = new SharedAeads(make);
    const sessions = Array.from({ length: 3 * MAX_SHARED }, (_, i) => ({ turn: shared.join(), key: counting(32, i) }));
    const before = liveCiphers();
    for (let round = 0; round < 3; round++) {
      for (const { turn, key } of sessions) {
        const alone = make(key);
        const nonce = counting(alone.nonceSize, round);
        const [sealed, expected] = [new Uint8Array(19), new Uint8Array(19)];
        shared.under(turn, key).seal(nonce, PLAIN, sealed);
        alone.seal(nonce, PLAIN, expected);
        assertEquals(toHex(sealed), toHex(expected));
        const opened = new Uint8Array(3);
        assert(shared.under(turn, key).open(nonce, expected, opened));
        assertEquals(opened, PLAIN);
        alone.close();
      }
    }
    assertEquals(liveCiphers() - before, MAX_SHARED);
    shared.close();
    shared.close();
    assertEquals(liveCiphers(), before);
  });

  test(`${title}: ciphers that share a few seal and open like others, and free them as they are closed`, async () => {
    const make = await makerOf(cipher);
    const before = liveCiphers();
    const makeShared = sharing(make, MAX_SHARED);
    const below = seeded(0x5a);
    const open = new Map<number, Aead>();
    for (let step = 0; step < 1500; step++) {
      const id = below(3 * MAX_SHARED);
      const aead = open.get(id) ?? makeShared(counting(32, id));
      open.set(id, aead);
      const alone = make(counting(32, id));
      const nonce = counting(aead.nonceSize, step % 256);
      const [sealed, expected, opened] = [new Uint8Array(19), new Uint8Array(19), new Uint8Array(3)];
      aead.seal(nonce, PLAIN, sealed);
      alone.seal(nonce, PLAIN, expected);
      alone.close();
      assertEquals(toHex(sealed), toHex(expected));
      assert(aead.open(nonce, sealed, opened));
      assertEquals(opened, PLAIN);
      sealed[0]! ^= 1;
      assert(!aead.open(nonce, sealed, opened));
      if (below(4) > 0) continue;
      open.delete(id);
      aead.close();
      aead.close();
      assertThrows(() => aead.seal(nonce, PLAIN, sealed), Error, "closed");
    }
    assert(open.size > MAX_SHARED, "too few were open at once");
    // Each counts, and of those below no more than are shared.
    assert(liveCiphers() - before <= open.size + MAX_SHARED);
    for (const aead of open.values()) aead.close();
    assertEquals(liveCiphers(), before);
  });

  test(`${title}: a shared cipher goes on under another key, and wipes the one it had when it is closed`, async () => {
    const make = await makerOf(cipher);
    const [first, second] = [counting(32, 1), counting(32, 2)];
    const [shared, alone] = [sharing(make)(first), make(counting(32, 2))];
    shared.rekey(second);
    const nonce = counting(shared.nonceSize, 3);
    const [sealed, expected] = [new Uint8Array(19), new Uint8Array(19)];
    shared.seal(nonce, PLAIN, sealed);
    alone.seal(nonce, PLAIN, expected);
    assertEquals(toHex(sealed), toHex(expected));
    alone.close();
    shared.close();
    assertEquals(second, new Uint8Array(32));
    assertThrows(() => shared.rekey(first), Error, "closed");
  });

  test(`${title}: the cipher of a session that speaks again at once is not keyed anew`, async () => {
    const make = await makerOf(cipher);
    let keyed = 0;
    const shared = new SharedAeads((key) => {
      const aead = make(key);
      return Object.assign(Object.create(aead), {
        rekey: () => keyed++,
        close: () => aead.close(),
      });
    });
    const [first, second] = [shared.join(), shared.join()];
    for (let i = 0; i < 5; i++) {
      shared.under(first, counting(32, 1));
      shared.under(second, counting(32, 2));
    }
    assertEquals(keyed, 0);
    shared.under(first + MAX_SHARED, counting(32, 3));
    shared.under(first, counting(32, 1));
    assertEquals(keyed, 2);
    shared.close();
  });
}
