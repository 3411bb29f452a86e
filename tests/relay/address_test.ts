import { assert, assertEquals, assertThrows, test } from "#test";
import { parseIp } from "../../net/ip.ts";
import type { Endpoint } from "../../net/types.ts";
import { AddressError, MAX_ADDRESS_SIZE, parseAddress, putAddress } from "../../relay/address.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { randomBytes, seeded } from "../crypto/random.ts";

const NAME_255 = "n".repeat(255);

/** Bytes of addresses and what they mean. */
const GOOD: [string, Endpoint][] = [
  ["01c000020701bb", { host: "192.0.2.7", port: 443 }],
  ["01000000000000", { host: "0.0.0.0", port: 0 }],
  ["030b6578616d706c652e636f6d01bb", { host: "example.com", port: 443 }],
  ["030161ffff", { host: "a", port: 65535 }],
  [`03ff${"6e".repeat(255)}0050`, { host: NAME_255, port: 80 }],
  ["0420010db8000000000000000000000001" + "0050", { host: "2001:db8::1", port: 80 }],
  ["0400000000000000000000ffffc00002070050", { host: "::ffff:192.0.2.7", port: 80 }],
  ["0306c3bcc3b6c3a40050", { host: "üöä", port: 80 }],
];

/** Bytes that no further byte can make an address. */
const BAD: Record<string, string> = {
  "type 0": "00",
  "type 2": "02",
  "type 5": "0501",
  "type 0x11, with a flag of old": "11c000020701bb",
  "type 255": "ff",
  "a name of no bytes": "0300",
  "a name with a NUL": "0303610062" + "0050",
  "a name with a space": "0303612062" + "0050",
  "a name with a line's end": "0303610a62" + "0050",
  "a name with DEL": "0303617f62" + "0050",
  "a name with a control character of Latin-1": "0304c28561620050",
  "a name that is not UTF-8": "0303c328620050",
};

test("Addresses of all three types are read and written to the same bytes", () => {
  for (const [hex, target] of GOOD) {
    const bytes = fromHex(hex);
    assertEquals(parseAddress(bytes), { target, size: bytes.length }, hex);
    assertEquals(toHex(putAddress(target)), hex);
  }
  assertEquals(putAddress({ host: NAME_255, port: 1 }).length, MAX_ADDRESS_SIZE);
});

test("What follows an address is no part of it", () => {
  for (const [hex, target] of GOOD) {
    assertEquals(parseAddress(fromHex(`${hex}00ff03`)), { target, size: hex.length / 2 });
  }
});

test("An address that is incomplete is none yet, wherever it is cut", () => {
  for (const [hex] of GOOD) {
    const bytes = fromHex(hex);
    for (let size = 0; size < bytes.length; size++) assertEquals(parseAddress(bytes.subarray(0, size)), null, hex);
  }
});

test("What can never become an address is refused, as soon as that is plain", () => {
  for (const [what, hex] of Object.entries(BAD)) {
    const error = assertThrows(() => parseAddress(fromHex(hex)), AddressError);
    assert(error.message.startsWith("Cannot read the address: "), `${what}: ${error.message}`);
  }
});

test("A name that does not fit is not written", () => {
  for (const host of ["", "n".repeat(256), "ü".repeat(128)]) {
    assertThrows(() => putAddress({ host, port: 1 }), AddressError, "1 to 255 bytes");
  }
});

test("A name that spells an IP address is written as that address", () => {
  assertEquals(
    toHex(putAddress(parseAddress(fromHex("0309" + "3132372e302e302e31" + "0050"))!.target)),
    "017f0000010050",
  );
  assertEquals(parseAddress(fromHex("0309" + "3132372e302e302e31" + "0050"))!.size, 13);
});

test("Any bytes are an address, the start of one, or an AddressError; and what is read is written the same", () => {
  const below = seeded(0xadd);
  const counts = { read: 0, incomplete: 0, refused: 0 };
  for (let i = 0; i < 20_000; i++) {
    const bytes = randomBytes(below, below(30));
    // Types that exist and lengths that fit, or nearly all would end at the first byte.
    if (bytes.length > 1 && below(8) > 0) {
      bytes[0] = [1, 3, 4][below(3)]!;
      if (bytes[0] === 3) {
        bytes[1] = below(24);
        if (below(4) > 0) { for (let at = 2; at < bytes.length; at++) bytes[at]! &= 0x7f; }
      }
    }
    const before = toHex(bytes);
    try {
      const address = parseAddress(bytes);
      if (address === null) counts.incomplete++;
      else {
        counts.read++;
        assert(address.size <= bytes.length);
        const spellsIp = bytes[0] === 3 && parseIp(address.target.host) !== null;
        if (!spellsIp) assertEquals(toHex(putAddress(address.target)), before.slice(0, 2 * address.size), before);
      }
    } catch (cause) {
      if (!(cause instanceof AddressError)) throw cause;
      counts.refused++;
    }
    assertEquals(toHex(bytes), before);
  }
  assert(Object.values(counts).every((count) => count > 500), JSON.stringify(counts));
});

test("Names of every script read back to themselves, a byte order mark too", () => {
  for (const host of ["пример.example", "例え.テスト", "a\ufeffb", "\ufeffa", "\ufeff", "😀"]) {
    const bytes = putAddress({ host, port: 53 });
    assertEquals(parseAddress(bytes), { target: { host, port: 53 }, size: bytes.length });
  }
});
