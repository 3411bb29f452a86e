/** Names as people write them, and as they are asked for. */

import { assertEquals, assertThrows, test } from "#test";
import { plainName } from "../../dns/names.ts";
import { ResolveError } from "../../dns/types.ts";

/** A name that takes so many bytes on the wire. */
function nameOf(bytes: number): string {
  const rest = bytes - 2 - 3 * 64;
  return [..."abc"].map((letter) => letter.repeat(63)).join(".") + "." + "d".repeat(rest);
}

function isBad(name: string): void {
  assertEquals(assertThrows(() => plainName(name), ResolveError).fault, "bad-name");
}

test("a name of 255 bytes is one, and a name of 256 is none", () => {
  assertEquals(plainName(nameOf(255)).length, 253);
  assertEquals(plainName(`${nameOf(255)}.`).length, 253);
  isBad(nameOf(256));
});

test("a label has 1 to 63 bytes", () => {
  assertEquals(plainName(`${"a".repeat(63)}.example`).length, 71);
  isBad(`${"a".repeat(64)}.example`);
  for (const name of ["", ".", "a..b", ".a", "a.."]) isBad(name);
});

test("names are lower case and end in no dot", () => {
  assertEquals(plainName("WWW.Example.COM."), "www.example.com");
  assertEquals(plainName("_dns.Resolver.arpa"), "_dns.resolver.arpa");
});

test("international names are asked for in Punycode", () => {
  assertEquals(plainName("bücher.example"), "xn--bcher-kva.example");
  assertEquals(plainName("BÜCHER.Example."), "xn--bcher-kva.example");
  assertEquals(plainName("例え。テスト"), "xn--r8jz45g.xn--zckzah");
  assertEquals(plainName("faß.example"), "xn--fa-hia.example");
});

test("what would be read as an address is no name", () => {
  for (const name of ["127.1", "2130706433", "0x7f.1", "1.2.3.4.5", "0177.0.0.01", "a.0x7f", "１２７.1"]) isBad(name);
});

test("what cannot stand in a name is refused", () => {
  for (const name of ["a b", "a/b", "a:1", "é/b", "é:80", "é@b", "a\0b", "*", "fe80::1%eth0", "[::1]", "é\n"]) {
    isBad(name);
  }
});
