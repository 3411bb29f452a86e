import { assert, assertEquals, test } from "#test";
import { formatIp, parseIp } from "../../net/ip.ts";
import { type Cidr, CidrSet, formatCidr, parseCidr } from "../../relay/cidr.ts";

test("networks are read and written, and their other bits left out", () => {
  const cases = [
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/31", "255.255.255.254/31"],
    ["2001:db8:ffff::/33", "2001:db8:8000::/33"],
    ["::1/128", "::1"],
    ["::ffff:8.8.8.8", "8.8.8.8"],
    ["::ffff:8.8.8.8/120", "8.8.8.0/24"],
    ["::ffff:0:0/96", "0.0.0.0/0"],
    ["::ffff:8.8.8.8/95", "::fffe:0:0/95"],
  ];
  for (const [text, expected] of cases) assertEquals(formatCidr(parseCidr(text!)!), expected);
  for (
    const text of ["", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/-1", "::/129", "name/8", "1.2.3/8"]
  ) {
    assertEquals(parseCidr(text), null, text);
  }
});

/** The same question, asked of each network in turn. */
function holdsPlainly(cidrs: readonly Cidr[], address: Uint8Array): boolean {
  return cidrs.some(({ first, bits }) => {
    if (first.length !== address.length) return false;
    for (let i = 0; i < bits; i++) {
      if ((first[i >> 3]! ^ address[i >> 3]!) & 0x80 >> (i & 7)) return false;
    }
    return true;
  });
}

test("a set says what asking each network says, on random networks and addresses near them", () => {
  const random = (size: number) => Uint8Array.from({ length: size }, () => Math.random() < 0.5 ? 0 : Math.random() * 4);
  for (let round = 0; round < 200; round++) {
    const cidrs = Array.from({ length: 1 + round % 40 }, () => {
      const size = Math.random() < 0.5 ? 4 : 16;
      return parseCidr(`${formatIp(random(size))}/${Math.floor(Math.random() * (size * 8 + 1))}`)!;
    });
    const set = new CidrSet(cidrs);
    for (let i = 0; i < 100; i++) {
      const address = random(Math.random() < 0.5 ? 4 : 16);
      const found = set.find(address);
      assertEquals(found !== null, holdsPlainly(cidrs, address), formatIp(address));
      if (found !== null) assert(holdsPlainly([found], address));
    }
  }
});

test("an empty set holds nothing, and one of everything holds all of its family", () => {
  assertEquals(new CidrSet([]).has(parseIp("1.2.3.4")!), false);
  const all = new CidrSet([parseCidr("0.0.0.0/0")!]);
  assertEquals(["0.0.0.0", "255.255.255.255", "::"].map((text) => all.has(parseIp(text)!)), [true, true, false]);
});
