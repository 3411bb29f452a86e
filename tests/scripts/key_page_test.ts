import { assertEquals, assertThrows, test } from "#test";
import { readFileSync } from "node:fs";
import { withKeyTables } from "../../scripts/key_page.ts";

/** The text without what the formatter does to tables. */
function unpadded(text: string): string {
  return text.replace(/ +/g, " ").replace(/-{3,}/g, "---");
}

test("the tables of docs/configuration.md are those of this version: deno task keys", () => {
  const page = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");
  assertEquals(unpadded(page), unpadded(withKeyTables(page)));
});

test("a page without a place for the tables is refused", () => {
  assertThrows(() => withKeyTables("# Configuration"), Error, "Cannot place the tables");
});
