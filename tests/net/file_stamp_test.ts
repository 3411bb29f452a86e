/** What is known of files: a stamp that is another once a file has changed, and permissions. */

import { chmod, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileMode, fileStamp, HostError } from "#net";
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

test("a file's permissions are those that it was given", async () => {
  const folder = await mkdtemp(`${tmpdir()}/umbra-mode-`);
  try {
    const path = `${folder}/file`;
    await writeFile(path, "one");
    for (const mode of [0o600, 0o644, 0o640]) {
      await chmod(path, mode);
      assertEquals(await fileMode(path), mode);
    }
    const missing = await assertRejects(() => fileMode(`${folder}/none`), HostError);
    assertEquals(missing.kind, "not-found");
  } finally {
    await rm(folder, { recursive: true });
  }
});
