/** Servers as people name them. */

import { assertEquals, assertThrows, test } from "#test";
import { titleOf } from "../../dns/exchange.ts";
import { MAX_SERVERS, parseServers } from "../../dns/servers.ts";

function titles(...list: string[]): string[] {
  return parseServers(list).map(titleOf);
}

test("addresses and URLs name servers", () => {
  assertEquals(
    titles("1.1.1.1", "1.1.1.1:5353", "::1", "[::1]", "[2001:DB8::1]:54", "udp://1.1.1.1", "tcp://[::1]:55"),
    [
      "udp://1.1.1.1:53",
      "udp://1.1.1.1:5353",
      "udp://[::1]:53",
      "udp://[::1]:53",
      "udp://[2001:db8::1]:54",
      "udp://1.1.1.1:53",
      "tcp://[::1]:55",
    ],
  );
  assertEquals(titles("tls://1.1.1.1", "tls://dns.example:854", "https://dns.example", "https://[::1]:444/q?a=b"), [
    "tls://1.1.1.1:853",
    "tls://dns.example:854",
    "https://dns.example/dns-query",
    "https://[::1]:444/q?a=b",
  ]);
});

test("a certificate bears the name behind #, or the host's", () => {
  const names = parseServers(["tls://1.1.1.1#one.example", "tls://1.1.1.1", "tls://dns.example"]);
  assertEquals(names.map(({ certified }) => certified), ["one.example", "1.1.1.1", "dns.example"]);
});

test("public resolvers go by their names, and a list has an end", () => {
  assertEquals(titles("google")[0], "udp://8.8.8.8:53");
  assertEquals(titles("quad9", "cloudflare")[0], "udp://9.9.9.9:53");
  assertEquals(titles("quad9", "cloudflare", "google").length, MAX_SERVERS);
});

test("what names no server is refused, and says what is expected", () => {
  const bad = ["", "dns.example", "udp://dns.example", "1.1.1.1:0", "1.1.1.1:65536", "[::1", "::1:x"];
  const worse = ["ftp://1.1.1.1", "tls://", "tls://a#", "udp://1.1.1.1#a", "https://", "https://u:p@a/", "1.1.1.256"];
  for (const text of [...bad, ...worse, "constructor"]) {
    assertThrows(() => parseServers([text]), SyntaxError, `Cannot use DNS server "${text}": expected an IP address`);
  }
});
