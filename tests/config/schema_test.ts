import { assert, assertEquals, test } from "#test";
import { readFileSync } from "node:fs";
import { parseJson5 } from "../../config/json5.ts";
import { KEY_TABLE } from "../../config/key_table.ts";
import { schemaText } from "../../config/schema.ts";
import { nativeKeys } from "../../config/write/native.ts";
import committed from "../../docs/config.schema.json" with { type: "json" };
import { loadQuietly } from "./loading.ts";
import { seeded } from "./random.ts";
import { faults } from "./schema_validator.ts";
import { randomLocal, randomServer } from "./write/random_config.ts";

const SCHEMA: Record<string, unknown> = JSON.parse(schemaText());
const KEY = btoa("key of the tests");

test("the committed schema is that of this version: umbra config schema > docs/config.schema.json", () => {
  assertEquals<unknown>(committed, SCHEMA);
});

test("the schema describes every key under each of its names", () => {
  const { properties, $defs } = SCHEMA;
  const described = JSON.stringify([properties, $defs]);
  for (const { name, also = {}, says } of KEY_TABLE) {
    for (const key of [name, ...Object.keys(also)]) assert(described.includes(`"${key}":`), key);
    assert(described.includes(JSON.stringify(says).slice(1, -1)), name);
  }
});

test("whatever is written in our own dialect fits the schema", () => {
  const below = seeded(20201208);
  for (let round = 0; round < 150; round++) {
    for (const config of [randomServer(below), randomLocal(below)]) {
      const keys = nativeKeys(config);
      assertEquals(faults(JSON.parse(JSON.stringify(keys)), SCHEMA), [], JSON.stringify(keys));
    }
  }
});

test("the config files in the documentation fit the schema", () => {
  for (const file of ["README.md", "docs/configuration.md"]) {
    const examples = examplesIn(file);
    assert(examples.length > 0, file);
    for (const example of examples) assertEquals(faults(example, SCHEMA), [], file);
  }
});

test("a file may name its schema, and nothing is said of it", () => {
  const { servers } = loadQuietly({ $schema: "./config.schema.json", password: KEY }, "server");
  assertEquals(servers.length, 1);
});

test("what a reader takes in several forms, the schema does too", () => {
  const good = [
    { $schema: "./config.schema.json", server: "::", server_port: "8388", password: KEY },
    { server: ["a", "b:1"], server_port: [1, "2-3"], timeout: "300", nameserver: "1.1.1.1,8.8.8.8" },
    { port_password: { "8388": "x" }, allow_private: ["10.0.0.0/8"], forbidden_ip: "::1", outbound_proxy: null },
    { servers: [{ address: "a", port: 1, mode: "tcp_only", users: [{ name: "x", password: "y" }] }], verbose: true },
    { locals: [{ protocol: "tunnel", tunnel_address: "a:1", disabled: false }], workers: "auto", keep_alive: 1 },
  ];
  for (const value of good) assertEquals(faults(value, SCHEMA), [], JSON.stringify(value));
});

test("what a reader refuses, the schema does too", () => {
  const bad: [value: object, fault: string][] = [
    [{ serverport: 1 }, "$: unknown serverport"],
    [{ server_port: 65536 }, "$.server_port: anyOf"],
    [{ server: [] }, "$.server: anyOf"],
    [{ password: 1234 }, "$.password: type"],
    [{ mode: "both" }, "$.mode: enum"],
    [{ idle_timeout: 0 }, "$.idle_timeout: anyOf"],
    [{ udp_max_associations: 1.5 }, "$.udp_max_associations: anyOf"],
    [{ tunnel_address: "example.com" }, "$.tunnel_address: pattern"],
    [{ port_password: {} }, "$.port_password: minProperties"],
    [{ port_password: { a: "x" } }, "$.port_password: unknown a"],
    [{ users: [{ name: "x" }] }, "$.users[0]: required password"],
    [{ users: [{ name: "x", password: "y", port: 1 }] }, "$.users[0]: unknown port"],
    [{ servers: [{ locals: [] }] }, "$.servers[0]: unknown locals"],
    [{ locals: [{ local_port: -1 }] }, "$.locals[0].local_port: anyOf"],
    [{ allow_legacy: "yes" }, "$.allow_legacy: type"],
    [{ workers: 0 }, "$.workers: anyOf"],
  ];
  for (const [value, fault] of bad) assertEquals(faults(value, SCHEMA), [fault], JSON.stringify(value));
});

/** The whole config files in a page: what stands between a line `{` and a line `}`, however far in. */
function examplesIn(page: string): unknown[] {
  const lines = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8").split("\n");
  return lines.flatMap((line, i) => {
    const indent = /^(\s*)\{$/.exec(line)?.[1];
    if (indent === undefined) return [];
    const end = lines.indexOf(`${indent}}`, i);
    return end < 0 ? [] : [parseJson5(lines.slice(i, end + 1).join("\n"), page)];
  });
}
