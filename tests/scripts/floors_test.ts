/** The check of the floors finds what is planted, and nothing else. */

import { assertEquals, test } from "#test";
import { breaches } from "../../scripts/floors.ts";

/** What is wrong with one line in one file, without the place. */
function faults(path: string, text: string): string[] {
  return breaches(path, text).map(({ message }) => message.split(":")[0] ?? "");
}

test("a room imports lower rooms, itself and packages", () => {
  const relay = 'import { a } from "../net/types.ts";\nimport b from "#net";\nimport { c } from "./limits.ts";\n' +
    'import { chacha20 } from "@noble/ciphers/chacha.js";\nexport { d } from "../dns/cache.ts";';
  assertEquals(faults("relay/tcp.ts", relay), []);
  assertEquals(faults("main.ts", 'import { main } from "./cli/main.ts";'), []);
  assertEquals(faults("mod.ts", 'export { start } from "./service/start.ts";'), []);
  assertEquals(faults("config/types.ts", 'import type { Limits } from "../relay/limits.ts";'), []);
  assertEquals(faults("relay/inbound/socks.ts", 'import { parse } from "../address.ts";'), []);
});

test("an import that reaches up is found, whatever its form", () => {
  const forms = [
    'import { a } from "../relay/tcp.ts";',
    'import type { A } from "../relay/tcp.ts";',
    'import "../relay/tcp.ts";',
    'export * from "../relay/tcp.ts";',
    'const a = await import("../relay/tcp.ts");',
    'type A = import("../relay/tcp.ts").A;',
    'new Worker(new URL("../relay/tcp.ts", import.meta.url));',
  ];
  for (const form of forms) assertEquals(faults("net/streams.ts", form), ["imports ../relay/tcp.ts"], form);
});

test("each floor refuses the one above it", () => {
  const planted = [
    ["ffi/types.ts", "../net/types.ts"],
    ["net/types.ts", "../crypto/aead.ts"],
    ["crypto/aead.ts", "#net"],
    ["dns/cache.ts", "../relay/address.ts"],
    ["relay/tcp.ts", "../config/types.ts"],
    ["relay/tcp.ts", "../manager/users.ts"],
    ["config/types.ts", "../relay/tcp.ts"],
    ["config/types.ts", "#net"],
    ["manager/users.ts", "../service/start.ts"],
    ["service/start.ts", "../cli/main.ts"],
    ["cli/server.ts", "../relay/tcp.ts"],
    ["main.ts", "./service/start.ts"],
    ["mod.ts", "./relay/tcp.ts"],
    ["service/start.ts", "../tests/seam/types.ts"],
    ["service/start.ts", "#test"],
  ] as const;
  for (const [path, name] of planted) {
    assertEquals(faults(path, `import * as it from "${name}";`), [`imports ${name}`], `${path} ${name}`);
  }
});

test("only the ground, the scripts and the test seam name a runtime", () => {
  const named = ["Deno.exit(1);", "Bun.serve({});", "process.exit(1);", "globalThis.Deno;", 'globalThis["Bun"];'];
  for (const text of named) {
    assertEquals(faults("relay/tcp.ts", text).length, 1, text);
    assertEquals(faults("tests/relay/tcp_test.ts", text).length, 1, text);
    for (const path of ["net/deno.ts", "ffi/bun.ts", "scripts/run.ts", "tests/seam/deno.ts"]) {
      assertEquals(faults(path, text), [], `${path} ${text}`);
    }
  }
  assertEquals(faults("cli/main.ts", "type Conn = Deno.Conn;"), ["names Deno"]);
});

test("a runtime's name in a comment, a text or a member is no breach", () => {
  const text = '// Deno.exit and import "../cli/main.ts"\nconst a = "Bun.serve";\nconst b = { Deno: 1 };\n' +
    "b.Deno;\nfunction process() {}\nprocess();\nconst c = /['\"]/;";
  assertEquals(faults("relay/tcp.ts", text), []);
});

test("modules of a runtime are loaded by those who may", () => {
  const load = 'const crypto = await import("node:crypto");';
  assertEquals(faults("crypto/providers/node.ts", load), []);
  assertEquals(faults("crypto/providers/node.ts", 'import fs from "node:fs";'), ["loads node"]);
  assertEquals(faults("crypto/aead.ts", load), ["loads node"]);
  assertEquals(faults("tests/crypto/aead_test.ts", load), []);
  assertEquals(faults("tests/crypto/aead_test.ts", 'import { test } from "bun:test";'), ["loads bun"]);
  assertEquals(faults("net/bun.ts", 'import { dlopen } from "bun:ffi";'), []);
  assertEquals(faults("relay/tcp.ts", 'import { udpSocket } from "bun";'), ["loads bun"]);
});

test("a runtime's adapter is reached by the mapped name only", () => {
  assertEquals(faults("relay/tcp.ts", 'import { dial } from "../net/deno.ts";'), ["imports net/deno.ts"]);
  assertEquals(faults("net/types.ts", 'import { dial } from "./bun_tcp.ts";'), ["imports net/bun_tcp.ts"]);
  assertEquals(faults("net/deno.ts", 'import { dial } from "./bun_tcp.ts";'), ["imports net/bun_tcp.ts"]);
  assertEquals(faults("net/deno.ts", 'export * from "./deno_tcp.ts";'), []);
});

test("a computed import and a file in no room are found", () => {
  assertEquals(faults("relay/tcp.ts", "await import(name);"), ["loads a module whose name is computed"]);
  assertEquals(faults("utils/tcp.ts", ""), ["stands in no room"]);
});

test("a breach says where it is and what was expected", () => {
  assertEquals(breaches("dns/cache.ts", '\n\nimport { a } from "../relay/a.ts";'), [
    { path: "dns/cache.ts", line: 3, message: "imports ../relay/a.ts: dns may import only net" },
  ]);
});
