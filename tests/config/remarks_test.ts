import { assert, assertEquals, test } from "#test";
import { remarksOn } from "../../config/remarks.ts";
import type { Config, LocalEntry, ServerEntry } from "../../config/types.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";

const GOOD = "kxbqzmtwolfp1234";
const SERVER: ServerEntry = { host: "192.0.2.1", port: 8388, method: "aes-256-gcm", password: GOOD };
const LOCAL: LocalEntry = { host: "127.0.0.1", port: 1080, protocol: "socks", servers: [SERVER] };

/** A config of these. */
function configOf(servers: ServerEntry[], locals: LocalEntry[] = []): Config {
  return { servers, locals, limits: DEFAULT_LIMITS, crypto: "auto" };
}

test("there is nothing to say of a config that is in order", () => {
  assertEquals(remarksOn(configOf([SERVER, { ...SERVER, port: 8389 }])), []);
  assertEquals(remarksOn(configOf([], [LOCAL, { ...LOCAL, port: 1081 }])), []);
});

test("weak passwords are named by their places, and are not shown", () => {
  const users = [{ name: "ada", password: "hunter2" }, { name: "bob", password: GOOD }];
  const remarks = remarksOn(configOf([
    { ...SERVER, password: "hunter2" },
    { ...SERVER, port: 8389, password: "", users },
    { ...SERVER, port: 8390, password: "kxbq" },
  ]));
  const advice = "; make one with: umbra keygen aes-256-gcm";
  assertEquals(remarks, [
    `the password of port 8388 is one that many people use${advice}`,
    `the password of user "ada" is one that many people use${advice}`,
    `the password of port 8390 is short: length 4, expected 12 or more${advice}`,
  ]);
  assert(!remarks.join().includes("hunter2") && !remarks.join().includes("kxbq"));
});

test("legacy methods, and one that encrypts nothing, are named once", () => {
  const remarks = remarksOn(configOf([], [
    { ...LOCAL, servers: [{ ...SERVER, method: "rc4-md5" }, { ...SERVER, method: "none", password: "" }] },
    { ...LOCAL, port: 1081, servers: [{ ...SERVER, method: "rc4-md5" }] },
  ]));
  assertEquals(remarks, [
    "rc4-md5 is a legacy method: anyone on the path can alter the bytes and probe the server",
    "none encrypts nothing: anyone on the path can read and alter the bytes",
  ]);
});

test("a proxy for everybody is remarked upon, unless it asks who comes", () => {
  const open = { ...LOCAL, host: "0.0.0.0" };
  const guarded = { ...open, port: 1081, credentials: [{ user: "ada", password: GOOD }] };
  assertEquals(remarksOn(configOf([], [open, guarded])), [
    "port 1080 serves everybody who reaches 0.0.0.0: expected 127.0.0.1, or a firewall before it",
  ]);
});
