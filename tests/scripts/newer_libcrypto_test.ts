/** Where a newer libcrypto is looked for. */

import { assertEquals, test } from "#test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { newerLibcrypto } from "../../scripts/newer_libcrypto.ts";

test("a newer libcrypto is the one that the environment names, then the one in the peers' folder, then none", () => {
  const peers = mkdtempSync(`${tmpdir()}/umbra-peers-`);
  const folder = `${peers}/libcrypto/psycopg2_binary.libs`;
  try {
    assertEquals(newerLibcrypto("", peers), null);
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/libssl-12ab.so.3`, "");
    assertEquals(newerLibcrypto("", peers), null);
    writeFileSync(`${folder}/libcrypto-34cd.so.3`, "");
    assertEquals(newerLibcrypto("", peers), `${folder}/libcrypto-34cd.so.3`);
    assertEquals(newerLibcrypto("/opt/libcrypto.so.3", peers), "/opt/libcrypto.so.3");
  } finally {
    rmSync(peers, { recursive: true });
  }
});
