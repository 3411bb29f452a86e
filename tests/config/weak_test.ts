import { assertEquals, test } from "#test";
import { knownMethod } from "../../config/method_choice.ts";
import { weakness } from "../../config/weak.ts";

const AEAD = knownMethod("aes-256-gcm");

test("a password that is short, common or hardly a text is weak, and nothing of it is said", () => {
  const cases: [password: string, weakness: string | null][] = [
    ["mypassword", "is one that many people use"],
    ["MyPassword", "is one that many people use"],
    ["Shadowsocks2024", "is one that many people use"],
    ["kxbqzmtw", "is short: length 8, expected 12 or more"],
    ["x", "is short: length 1, expected 12 or more"],
    ["aaaaaaaaaaaaaaaaaaaaaa", "has few different characters"],
    ["121212121212121212", "has few different characters"],
    ["kxbqzmtwolfp", null],
    ["correct horse battery staple", null],
    [btoa("a password of 32 random bytes…!".replace("…", "..")), null],
  ];
  for (const [password, expected] of cases) assertEquals(weakness(password, AEAD), expected, password);
});

test("a key of the 2022 edition is never weak, and method none has no password", () => {
  assertEquals(weakness("short", knownMethod("2022-blake3-aes-128-gcm")), null);
  assertEquals(weakness("", knownMethod("none")), null);
});
