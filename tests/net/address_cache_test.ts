import { system } from "#ffi";
import { assert, assertEquals, test } from "#test";
import { AddressCache, parseSocketAddress, putSocketAddress } from "../../net/socket_address.ts";
import type { Endpoint } from "../../net/types.ts";

const ENDPOINTS: readonly Endpoint[] = [
  { host: "0.0.0.0", port: 0 },
  { host: "127.0.0.1", port: 1 },
  { host: "192.0.2.7", port: 53 },
  { host: "255.255.255.255", port: 65_535 },
  { host: "::1", port: 8388 },
  { host: "2001:db8::1", port: 443 },
  { host: "fe80::1", port: 8388 },
  { host: "fe80::1%3", port: 8388 },
  { host: "febf::1%70000", port: 8388 },
  { host: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", port: 65_535 },
];

/** A sockaddr as the kernel leaves it: in a longer field with what was there before. */
function put(endpoint: Endpoint, mapped: boolean): { bytes: Uint8Array; size: number } {
  const bytes = new Uint8Array(32).fill(0xee);
  return { bytes, size: putSocketAddress(endpoint, mapped, bytes) };
}

test("what is put as a sockaddr is read as the same endpoint", () => {
  for (const endpoint of ENDPOINTS) {
    for (const mapped of [false, true, false]) {
      const { bytes, size } = put(endpoint, mapped);
      assertEquals(size, mapped || endpoint.host.includes(":") ? 28 : 16);
      assertEquals(parseSocketAddress(bytes), endpoint);
      assertEquals([...bytes.subarray(size)], new Array(32 - size).fill(0xee), "nothing behind it is touched");
    }
  }
});

test("a zone is put by its number or its interface's name, and read as the number where the address needs it", () => {
  const read = (host: string) => parseSocketAddress(put({ host, port: 53 }, false).bytes)!.host;
  assertEquals(read("fe80::1%lo"), "fe80::1%1");
  assertEquals(read("fe80::1%no-such-interface"), "fe80::1");
  assertEquals(read("fe80::1%../lo"), "fe80::1");
  assertEquals(read("2001:db8::1%3"), "2001:db8::1");
}, { skip: system !== "linux" });

test("what is no address has no sockaddr", () => {
  for (const host of ["", "example.com", "fe80::", "1.2.3", "%lo", "300.1.1.1"]) {
    const isIp = host === "fe80::";
    assertEquals(put({ host, port: 53 }, false).size, isIp ? 28 : 0, host);
  }
});

test("an endpoint that is put again gives the same bytes", () => {
  const [endpoint] = ENDPOINTS.slice(2);
  const first = put(endpoint!, true).bytes;
  assertEquals(put(endpoint!, false).size, 16);
  assertEquals(put(endpoint!, true).bytes, first);
});

test("the cache gives each address its endpoint, and IPv4 the same object again", () => {
  const cache = new AddressCache();
  for (const endpoint of ENDPOINTS) {
    for (const mapped of [false, true]) {
      const { bytes } = put(endpoint, mapped);
      assertEquals(cache.endpoint(bytes), endpoint);
      if (!endpoint.host.includes(":")) assert(cache.endpoint(bytes) === cache.endpoint(put(endpoint, !mapped).bytes));
    }
  }
});

test("the cache keeps ports and hosts apart, however many there are", () => {
  const cache = new AddressCache();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 10_000; i++) {
      const endpoint = { host: `10.${i >> 8 & 0xff}.${i & 0xff}.${i % 7}`, port: i * 6 + 1 };
      assertEquals(cache.endpoint(put(endpoint, false).bytes), endpoint);
    }
  }
});
