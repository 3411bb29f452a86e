import { assertEquals, test } from "#test";
import { isPrivate } from "../../cli/public_host.ts";

test("addresses that the Internet does not reach are known", () => {
  const reached = ["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.169.0.1", "2001:db8::1"];
  const hidden = ["10.0.0.1", "127.0.0.1", "169.254.1.1", "172.16.0.1", "172.31.0.1", "192.168.0.1", "100.64.0.1"];
  for (const address of reached) assertEquals(isPrivate(address), false, address);
  for (const address of [...hidden, "100.127.0.1", "::1", "fd00::1", "fe80::1"]) {
    assertEquals(isPrivate(address), true, address);
  }
});
