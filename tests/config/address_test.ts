import { assertEquals, test } from "#test";
import { bracketed, normalHost, readPlace } from "../../config/address.ts";

test("addresses and names are hosts", () => {
  const hosts = ["example.com", "my_host", "localhost", "127.0.0.1", "::", "::1", "2001:db8::1", "fe80::1%eth0"];
  for (const host of hosts) assertEquals(normalHost(host), host);
  assertEquals(normalHost("[2001:db8::1]"), "2001:db8::1");
  assertEquals(normalHost("münchen.example"), "xn--mnchen-3ya.example");
});

test("what is neither address nor name is no host", () => {
  const others = [
    "",
    " ",
    "a b",
    "a/b",
    "a@b",
    "a#b",
    "[]",
    "[127.0.0.1]",
    "[a]",
    ":::",
    "1:2",
    "::1%",
    "::1%a%b",
    "é/x",
    "a\0",
  ];
  for (const other of others) assertEquals(normalHost(other), null, JSON.stringify(other));
  assertEquals(normalHost("a".repeat(256)), null);
});

test("a place is a host with its port or without", () => {
  assertEquals(readPlace("example.com"), { host: "example.com" });
  assertEquals(readPlace("example.com:80"), { host: "example.com", port: 80 });
  assertEquals(readPlace("[::1]:65535"), { host: "::1", port: 65535 });
  assertEquals(readPlace("[::1]"), { host: "::1" });
  assertEquals(readPlace("::1"), { host: "::1" });
  for (const other of ["", ":80", "a:65536", "a:", "a:b", "[::1]80", "[::1]:"]) {
    assertEquals(readPlace(other), null, other);
  }
});

test("an IPv6 address stands in brackets before a port", () => {
  assertEquals(bracketed("::1"), "[::1]");
  assertEquals(bracketed("example.com"), "example.com");
});
