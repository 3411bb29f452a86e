import { assertEquals, test } from "#test";
import { parseSocketAddress } from "../../net/socket_address.ts";
import { fromHex } from "../vectors/hex.ts";

/** What the kernel writes into a buffer of 128 bytes. */
function written(hex: string): Uint8Array {
  const bytes = new Uint8Array(128).fill(0xee);
  bytes.set(fromHex(hex));
  return bytes;
}

test("A sockaddr of IPv4 or IPv6 is read as Linux writes it", () => {
  assertEquals(parseSocketAddress(written("02001f907f000001" + "00".repeat(8))), { host: "127.0.0.1", port: 8080 });
  assertEquals(
    parseSocketAddress(written("0a0020c40000000020010db8000000000000000000000001" + "00000000")),
    { host: "2001:db8::1", port: 8388 },
  );
});

test("A sockaddr that maps IPv4 into IPv6 is read as IPv4", () => {
  assertEquals(
    parseSocketAddress(written("0a00ffff0000000000000000000000000000ffffc0000207" + "00000000")),
    { host: "192.0.2.7", port: 65535 },
  );
});

test("A sockaddr of another family is none", () => {
  for (const hex of ["0000", "0100", "1000", "020a", "1100"]) assertEquals(parseSocketAddress(written(hex)), null, hex);
});
