/** Stamps of files: another one once a file has changed. */

import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileStamp, HostError } from "#net";
import { assertEquals, assertNotEquals, assertRejects, test } from "#test";

test("a file has the same stamp until it is written, or another takes its place", async () => {
  const folder = await mkdtemp(`${tmpdir()}/umbra-stamp-`);
  try {
    const path = `${folder}/file`;
    await writeFile(path, "one");
    const first = await fileStamp(path);
    assertEquals(await fileStamp(path), first);
    await writeFile(path, "longer");
    const second = await fileStamp(path);
    assertNotEquals(second, first);
    await writeFile(`${folder}/other`, "LONGER");
    await rename(`${folder}/other`, path);
    assertNotEquals(await fileStamp(path), second);
    const missing = await assertRejects(() => fileStamp(`${folder}/none`), HostError);
    assertEquals(missing.kind, "not-found");
  } finally {
    await rm(folder, { recursive: true });
  }
});
