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
