import { assertEquals, test } from "#test";
import { addressEnd, formatEndpoint, plainHost } from "../../net/hosts.ts";

test("An IPv4 address inside IPv6 is shown as IPv4, and every other host as it is", () => {
  for (
    const [host, plain] of [
      ["::ffff:127.0.0.1", "127.0.0.1"],
      ["127.0.0.1", "127.0.0.1"],
      ["::1", "::1"],
      ["::ffff:0:1", "::ffff:0:1"],
      ["2001:db8::1", "2001:db8::1"],
      ["example.com", "example.com"],
    ]
  ) assertEquals(plainHost(host!), plain);
});

test("An endpoint is written with brackets around IPv6 only", () => {
  assertEquals(formatEndpoint({ host: "127.0.0.1", port: 1 }), "127.0.0.1:1");
  assertEquals(formatEndpoint({ host: "example.com", port: 443 }), "example.com:443");
  assertEquals(formatEndpoint({ host: "::1", port: 8388 }), "[::1]:8388");
});

test("An end at an address is named as the kernel would, whatever its spelling; a name is none", () => {
  for (
    const [host, named] of [
      ["192.0.2.1", "192.0.2.1"],
      ["0:0:0:0:0:0:0:1", "::1"],
      ["2001:DB8::0:1", "2001:db8::1"],
      ["::ffff:192.0.2.1", "192.0.2.1"],
      ["::ffff:c000:201", "192.0.2.1"],
    ]
  ) assertEquals(addressEnd({ host: host!, port: 7 }), { host: named!, port: 7 });
  for (const host of ["example.com", "fe80::1%eth0", ""]) assertEquals(addressEnd({ host, port: 7 }), null);
});
