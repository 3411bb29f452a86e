import { assert, assertEquals, test } from "#test";
import { READERS } from "../../config/file_keys.ts";
import { KEY_TABLE, KEYS_BY_NAME } from "../../config/key_table.ts";
import { NOT_READ } from "../../config/keys.ts";

test("every key of the table is read, and every key that is read stands in the table", () => {
  assertEquals([...KEYS_BY_NAME.keys()].sort(), [...READERS.keys()].sort());
});

test("no key has two meanings, and none is both read and refused", () => {
  const names = KEY_TABLE.flatMap((row) => [row.name, ...Object.keys(row.also ?? {})]);
  assertEquals(names.filter((name, i) => names.indexOf(name) !== i), []);
  assertEquals(names.filter((name) => NOT_READ.includes(name)), []);
});

test("every row says what its key does, and what it may be", () => {
  for (const row of KEY_TABLE) {
    assert(/^[A-Z`{][^|]*[.)]$/.test(row.says), `${row.name}: ${row.says}`);
    assertEquals(row.kind === "choice", row.choices !== undefined, row.name);
    const needsLeast = ["seconds", "count", "port"].includes(row.kind);
    assertEquals(row.least !== undefined, needsLeast, row.name);
  }
});
