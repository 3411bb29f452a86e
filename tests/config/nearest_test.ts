import { assertEquals, test } from "#test";
import { nearest } from "../../config/nearest.ts";

test("the nearest name is the one with the fewest changes", () => {
  const names = ["server", "server_port", "password", "method"];
  assertEquals(nearest("sever", names), "server");
  assertEquals(nearest("serverport", names), "server_port");
  assertEquals(nearest("passwrod", names), "password");
  assertEquals(nearest("metod", names), "method");
});

test("a name that is like none has no nearest", () => {
  assertEquals(nearest("fish", ["server", "password"]), undefined);
  assertEquals(nearest("", ["server"]), undefined);
});

test("a name longer than any of ours is compared with none", () => {
  assertEquals(nearest("server".padEnd(1_000_000, "x"), ["server", "x".repeat(1_000_000)]), undefined);
});
