/** The check of the import maps finds what is planted, and nothing else. */

import { assertEquals, test } from "#test";
import { type DenoManifest, importFaults, lockFaults, mapFaults, type PackageManifest } from "../../scripts/maps.ts";

/** Two manifests that agree, with changes planted in them. */
function manifests(
  deno: Record<string, string> = {},
  bun: Record<string, string> = {},
): [DenoManifest, PackageManifest] {
  return [
    { version: "1.0.0", imports: { "#net": "./net/deno.ts", "#std/x": "npm:std@1.4.0/x.js", ...deno } },
    {
      version: "1.0.0",
      imports: { "#net": "./net/bun.ts", "#std/x": "std/x.js", ...bun },
      dependencies: { std: "1.4.0", "@noble/ciphers": "2.4.0" },
      devDependencies: { typescript: "6.0.3" },
    },
  ];
}

test("maps that agree have no fault", () => {
  assertEquals(mapFaults(...manifests()), []);
  const scoped = { "#chacha": "npm:@noble/ciphers@2.4.0/chacha.js" };
  assertEquals(mapFaults(...manifests(scoped, { "#chacha": "@noble/ciphers/chacha.js" })), []);
});

test("a name that only one map has is found", () => {
  assertEquals(mapFaults(...manifests({ "#a": "./a.ts" })), ["#a: expected in the imports of package.json too"]);
  assertEquals(mapFaults(...manifests({}, { "#a": "./a.ts" })), ["#a: expected in the imports of deno.json too"]);
});

test("another version, another file and a registry that Bun does not know are found", () => {
  const expected = "expected npm:std@1.4.0/x.js";
  for (const there of ["npm:std@1.5.0/x.js", "npm:std@1.4.0/y.js", "npm:std@^1.4.0/x.js", "jsr:@std/x@1.4.0"]) {
    assertEquals(mapFaults(...manifests({ "#std/x": there })), [`#std/x: deno.json says ${there}, ${expected}`]);
  }
});

test("ranges, other names and versions of ours that differ are found", () => {
  const [deno, bun] = manifests({ net: "./net/deno.ts" }, { net: "./net/bun.ts" });
  const faults = mapFaults({ ...deno, version: "1.0.1" }, { ...bun, devDependencies: { typescript: "^6.0.3" } });
  assertEquals(faults, [
    "version: deno.json says 1.0.1, package.json 1.0.0",
    "net: expected a name that begins with #",
    "typescript: package.json says ^6.0.3, expected an exact version",
  ]);
});

test("an import is relative, mapped, a runtime's module or a package that is named", () => {
  const [, bun] = manifests();
  const good =
    'import "./a.ts";\nimport "#net";\nimport "node:crypto";\nimport "@noble/ciphers/chacha.js";\nimport "std";';
  assertEquals(importFaults("crypto/a.ts", good, bun), []);
  const wrong = [
    "#nets",
    "@std/cli",
    "npm:std@1.4.0",
    "jsr:@std/cli",
    "https://example.test/a.ts",
    "stdx",
    "typescript",
  ];
  for (const name of wrong) assertEquals(importFaults("crypto/a.ts", `import "${name}";`, bun).length, 1, name);
  assertEquals(importFaults("scripts/a.ts", 'import "typescript";', bun), []);
});

test("a fault says where it is and what was expected", () => {
  const [, bun] = manifests();
  assertEquals(importFaults("cli/a.ts", '\nimport { b } from "@std/cli";', bun), [
    "cli/a.ts:2 imports @std/cli: expected a package among the dependencies",
  ]);
});

test("a lock file that lags behind or names an address is found", () => {
  const [, bun] = manifests();
  const good = '{ "std@1.4.0": {}, "@noble/ciphers@2.4.0": {}, "typescript@6.0.3": {} }';
  assertEquals(lockFaults("a.lock", good, bun), []);
  assertEquals(lockFaults("a.lock", good.replace("1.4.0", "1.3.0"), bun), [
    "a.lock: expected std@1.4.0, which package.json asks for",
  ]);
  assertEquals(lockFaults("a.lock", `${good} "https://registry.test/std.tgz"`, bun), [
    "a.lock: names an address, expected packages and hashes only",
  ]);
});
