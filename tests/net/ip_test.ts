import { assert, assertEquals, test } from "#test";
import { formatIp, parseIp, withoutZone } from "../../net/ip.ts";
import { toHex } from "../vectors/hex.ts";
import { randomBytes, seeded } from "../crypto/random.ts";

/** Text, its bytes, and how it is written (RFC 5952) where that is another way. */
const GOOD: [string, string, string?][] = [
  ["0.0.0.0", "00000000"],
  ["127.0.0.1", "7f000001"],
  ["255.255.255.255", "ffffffff"],
  ["192.0.2.17", "c0000211"],
  ["::", "00".repeat(16)],
  ["::1", "00".repeat(15) + "01"],
  ["1::", "0001" + "00".repeat(14)],
  ["2001:db8::1", "20010db8" + "00".repeat(11) + "01"],
  ["2001:DB8:0:0:0:0:0:1", "20010db8" + "00".repeat(11) + "01", "2001:db8::1"],
  ["2001:0db8::0001", "20010db8" + "00".repeat(11) + "01", "2001:db8::1"],
  ["2001:db8:0:1:1:1:1:1", "20010db8000000010001000100010001"],
  ["2001:db8::1:1:1:1:1", "20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
  ["2001:0:0:1:0:0:0:1", "20010000000000010000000000000001", "2001:0:0:1::1"],
  ["2001:db8:0:0:1:0:0:1", "20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
  ["1:2:3:4:5:6:7:8", "00010002000300040005000600070008"],
  ["1:2:3:4:5:6:7::", "00010002000300040005000600070000", "1:2:3:4:5:6:7:0"],
  ["::2:3:4:5:6:7:8", "00000002000300040005000600070008", "0:2:3:4:5:6:7:8"],
  ["::ffff:192.0.2.1", "00000000000000000000ffffc0000201"],
  ["::ffff:c000:201", "00000000000000000000ffffc0000201", "::ffff:192.0.2.1"],
  ["64:ff9b::192.0.2.33", "0064ff9b0000000000000000c0000221", "64:ff9b::c000:221"],
  ["1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304", "1:2:3:4:5:6:102:304"],
  ["fe80::1", "fe80" + "00".repeat(13) + "01"],
];

const BAD = [
  ..."|localhost|1|1.2.3|1.2.3.4.5|256.1.1.1|1.2.3.256|01.2.3.4|1.2.3.04|0x7f.0.0.1|1.2.3.4 | 1.2.3.4|1..2.3|.1.2.3|1.2.3.|+1.2.3.4"
    .split("|"),
  ..."1.2.3.-4|1.2.3.4a|1.2.3.1e1|١.2.3.4|0.0.0.0000".split("|"),
  ...":|:::|::::|1::2::3|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1:2:3:4:5:6:7:8::|::1:2:3:4:5:6:7:8|1:2:3:4::5:6:7:8".split(
    "|",
  ),
  ..."12345::|g::|::g|:1|1:|:1:2:3:4:5:6:7:8|1:2:3:4:5:6:7:8:|::1%eth0|fe80::1%1|[::1]|::1 | ::1|::-1|::+1|0x1::".split(
    "|",
  ),
  ..."::1.2.3|::1.2.3.4.5|::256.1.1.1|1.2.3.4::|1.2.3.4:1::|::1.2.3.4:5|1:2:3:4:5:6:7:1.2.3.4|::ffff:01.2.3.4|::1/64"
    .split("|"),
];

test("Addresses are read to their bytes and written the one way of RFC 5952", () => {
  for (const [text, hex, written = text] of GOOD) {
    const bytes = parseIp(text);
    assertEquals(bytes && toHex(bytes), hex, text);
    assertEquals(formatIp(bytes!), written, text);
  }
});

test("What is not exactly an address is none", () => {
  for (const text of BAD) assertEquals(parseIp(text), null, JSON.stringify(text));
});

test("A zone is taken off an address", () => {
  assertEquals(withoutZone("fe80::1%eth0"), "fe80::1");
  assertEquals(withoutZone("fe80::1"), "fe80::1");
  assertEquals(withoutZone("192.0.2.1"), "192.0.2.1");
});

test("Every address reads back to itself, written by us or by the platform", () => {
  const below = seeded(0x1b);
  for (let i = 0; i < 3000; i++) {
    const bytes = randomBytes(below, below(2) ? 4 : 16);
    // Runs of zeros are what the short form is about.
    for (let at = 0; at < bytes.length; at += 2) if (below(2)) bytes.fill(0, at, at + 2);
    const text = formatIp(bytes);
    assertEquals(toHex(parseIp(text)!), toHex(bytes), text);
    if (bytes.length === 4) continue;
    const { hostname } = new URL(`http://[${text}]/`);
    assertEquals(toHex(parseIp(hostname.slice(1, -1))!), toHex(bytes), hostname);
    if (!text.includes(".")) assertEquals(`[${text}]`, hostname);
  }
});

test("What is read as an address means the same to the platform, however near to a miss", () => {
  const below = seeded(0xad);
  const letters = "0123456789abcdefFg:::..% ";
  let read = 0;
  for (let i = 0; i < 20_000; i++) {
    const text = Array.from({ length: 2 + below(16) }, () => letters[below(letters.length)]).join("");
    const bytes = text.includes(":") ? parseIp(text) : null;
    // One way only: Bun's URL also takes some that end in a single colon.
    if (bytes === null) continue;
    read++;
    const { hostname } = new URL(`http://[${text}]/`);
    assertEquals(toHex(bytes), toHex(parseIp(hostname.slice(1, -1))!), text);
  }
  assert(read > 100, `${read} addresses`);
});
