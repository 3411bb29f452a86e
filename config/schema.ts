/** The JSON Schema (2020-12) of config files in our own dialect, for editors: made of the table of keys. @module */

import { KEY_TABLE, type KeyRow, type Scope, standsIn } from "./key_table.ts";
import { type Schema, schemaOfKind } from "./schema_kinds.ts";

/** The schema as the text of a file. */
export function schemaText(): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Config file of Umbra",
    description: "One object in JSON5. Server and client read the same keys, each those that concern it.",
    ...objectIn("top", { $schema: { type: "string", description: "Where this schema stands, for editors." } }),
    $defs: { server: objectIn("server"), local: objectIn("local") },
  };
  return JSON.stringify(schema, null, 2) + "\n";
}

/** An object with the keys that may stand in a scope, under each of their names, and no others. */
function objectIn(scope: Scope, others: Readonly<Record<string, Schema>> = {}): Schema {
  const named = KEY_TABLE.filter((row) => standsIn(row, scope)).flatMap((row): [string, Schema][] => [
    [row.name, scope !== "top" && standsIn(row, "top") ? sameAs(row) : schemaOf(row)],
    ...Object.keys(row.also ?? {}).map((name): [string, Schema] => [name, { deprecated: true, ...sameAs(row) }]),
  ]);
  return { type: "object", properties: { ...others, ...Object.fromEntries(named) }, additionalProperties: false };
}

/** What one key may be, and what it says. */
function schemaOf(row: KeyRow): Schema {
  const sides = { server: "A server's key.", client: "A client's key." };
  const sentences = [row.says, row.of && sides[row.of], row.default && `Default: ${row.default}.`];
  return { description: sentences.filter(Boolean).join(" "), ...schemaOfKind(row) };
}

/** The same key at the top of the file, where every key with another name may stand. */
function sameAs({ name }: KeyRow): Schema {
  return { $ref: `#/properties/${name}` };
}
