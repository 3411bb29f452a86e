import { assert, assertEquals, assertRejects, assertThrows, test } from "#test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { serveAead } from "../../crypto/aead.ts";
import { openLibcrypto } from "../../crypto/providers/libcrypto.ts";
import { findLibcrypto, versionOf } from "../../crypto/providers/libcrypto_files.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { type LibraryPath, type MakeAead, ProviderError } from "../../crypto/providers/types.ts";
import { serveStream } from "../../crypto/streams.ts";
import { INSTALLED } from "./served.ts";

/** The files of a system, as far as they are there, with their versions. */
function systemOf(
  versions: Readonly<Record<string, number>>,
): { version: (path: string) => number | null; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    version(path) {
      asked.push(path);
      return versions[path] ?? null;
    },
  };
}

const GROUPS = [["/a/4", "/b/4"], ["/a/3", "/b/3", "/c/3"], ["/a/1.1"]];

test("of several libcryptos the one with the newest name is taken, and of these the newest", () => {
  const cases: [versions: Readonly<Record<string, number>>, expected: string][] = [
    [{ "/a/3": 3000 }, "/a/3"],
    [{ "/a/3": 3000, "/b/3": 3005, "/c/3": 3002 }, "/b/3"],
    [{ "/b/3": 3000, "/c/3": 3000 }, "/b/3"],
    [{ "/b/4": 4000, "/a/3": 3005 }, "/b/4"],
    [{ "/a/1.1": 0 }, "/a/1.1"],
    [{ "/a/1.1": 0, "/c/3": 3000 }, "/c/3"],
  ];
  for (const [versions, expected] of cases) assertEquals(findLibcrypto(GROUPS, systemOf(versions).version), expected);
});

test("what stands behind a newer name is not opened", () => {
  const { version, asked } = systemOf({ "/b/3": 3000, "/a/1.1": 0 });
  findLibcrypto(GROUPS, version);
  assertEquals(asked, ["/a/4", "/b/4", "/a/3", "/b/3", "/c/3"]);
});

test("a libcrypto that is not there is an error that names the files", () => {
  const error = assertThrows(
    () => findLibcrypto([["/nowhere/libcrypto.so.4"], ["/nowhere/libcrypto.so.3"]]),
    ProviderError,
  );
  assertEquals(
    error.message,
    "Cannot open libcrypto: not found as any of /nowhere/libcrypto.so.4, /nowhere/libcrypto.so.3",
  );
});

test("a library that is named and no libcrypto is an error that says what was found", () => {
  const folder = mkdtempSync(`${tmpdir()}/umbra-libcrypto-`);
  try {
    copyFileSync("deno.json", `${folder}/libcrypto.so.3`);
    for (const name of ["libcrypto.so.3", "absent.so"]) {
      const path = `${folder}/${name}`;
      const { message } = assertThrows(() => openLibcrypto(path), ProviderError);
      const start = `Cannot open ${path}: expected a libcrypto of OpenSSL, found: `;
      assert(message.startsWith(start) && message.length > start.length, message);
      assertEquals(versionOf(path), null);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What a cipher makes of a message. */
function sealedBy(make: MakeAead): Uint8Array {
  const aead = make(new Uint8Array(32).fill(7));
  const out = new Uint8Array(1000 + aead.tagSize);
  aead.seal(new Uint8Array(128).subarray(0, aead.nonceSize), new Uint8Array(1000).fill(1), out);
  aead.close();
  return out;
}

if (INSTALLED.includes("native")) {
  // Opened here, none of them is held against a test: libraries stay open as long as the process lives.
  const system: LibraryPath = `/${findLibcrypto().slice(1)}`;
  const folder = mkdtempSync(`${tmpdir()}/umbra-libcrypto-`);
  const copy: LibraryPath = `/${folder.slice(1)}/libcrypto.so.3`;
  copyFileSync(system, copy);
  const named = await loadProvider(copy);
  const versions = { copy: versionOf(copy), system: versionOf(system) };
  rmSync(folder, { recursive: true });

  test("a libcrypto that is named serves beside the system's, and no other provider in its place", async () => {
    const { make, provider } = await serveAead("aes-256-gcm", copy);
    assertEquals([provider.name, provider.source], ["native", copy]);
    assertEquals(provider, named);
    assertEquals((await serveStream("aes-256-ctr", copy)).provider.source, copy);
    assert(await loadProvider("native") !== provider);
    assertEquals(sealedBy(make), sealedBy((await serveAead("aes-256-gcm", "native")).make));
    await assertRejects(() => serveAead("chacha8-poly1305", copy), ProviderError, `${copy} does not have it`);
  });

  test("a libcrypto says its version", () => {
    assert(versions.copy !== null && versions.copy < 100_000, `${versions.copy}`);
    assertEquals(versions.copy, versions.system);
  });
} else console.error("NOT RUN: a libcrypto that is named: none is installed here");
