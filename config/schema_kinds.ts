/** What the value of each kind of key may be, as JSON Schema. @module */

import { METHODS } from "../crypto/methods.ts";
import type { KeyKind, KeyRow } from "./key_table.ts";

/** A schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: "string" };
const FILLED: Schema = { type: "string", minLength: 1 };

/** Waits and counts end here: see `limits.ts`. */
const MOST = { seconds: 2_147_483, count: 1_000_000_000 } as const;

/** The kinds that say all by themselves. */
const PLAIN: Readonly<Partial<Record<KeyKind, Schema>>> = {
  text: TEXT,
  secret: TEXT,
  path: TEXT,
  boolean: { type: "boolean" },
  number: { type: ["integer", "boolean"] },
  host: FILLED,
  place: TEXT,
  places: { anyOf: [FILLED, { type: "array", items: FILLED, minItems: 1 }] },
  target: { type: "string", pattern: "^$|:\\d{1,5}$" },
  method: { anyOf: [{ enum: METHODS.map(({ name }) => name) }, FILLED] },
  networks: textsOr(),
  "networks-or-boolean": textsOr("boolean"),
  "name-servers": textsOr(),
  provider: { anyOf: [{ enum: ["auto", "native", "node", "wasm", "noble"] }, { type: "string", pattern: "^/" }] },
  urls: textsOr(),
  users: listOf({ name: FILLED, password: FILLED }),
  destinations: listOf({ name: FILLED, server: FILLED, server_port: portFrom(1), password: FILLED }),
  credentials: listOf({ user: FILLED, password: FILLED }),
  "port-passwords": {
    type: "object",
    patternProperties: { "^\\d{1,5}$": TEXT },
    additionalProperties: false,
    minProperties: 1,
  },
  workers: { anyOf: [{ type: "integer", minimum: 1, maximum: 256 }, { enum: ["auto"] }, digits(3)] },
  log: {
    type: "object",
    properties: {
      level: { anyOf: [{ enum: ["debug", "info", "warn", "error"] }, { type: ["integer", "boolean"] }] },
      format: { enum: ["text", "json"] },
      file: FILLED,
    },
  },
  runtime: {
    type: "object",
    properties: {
      mode: { enum: ["single_thread", "multi_thread"] },
      worker_count: { type: "integer", minimum: 1, maximum: 256 },
    },
  },
  security: { type: "object" },
  servers: { type: "array", items: { $ref: "#/$defs/server" } },
  locals: { type: "array", items: { $ref: "#/$defs/local" } },
};

/** What the value of a key may be. */
export function schemaOfKind({ kind, least = 0, choices }: KeyRow): Schema {
  const port = portFrom(least);
  if (kind === "choice") return { enum: choices };
  if (kind === "port") return port;
  if (kind === "ports") {
    return { anyOf: [port, RANGE, { type: "array", items: { anyOf: [port, RANGE] }, minItems: 1 }] };
  }
  if (kind === "seconds") return { anyOf: [{ type: "number", minimum: least, maximum: MOST.seconds }, DECIMAL] };
  if (kind === "count") return { anyOf: [{ type: "integer", minimum: least, maximum: MOST.count }, digits(10)] };
  const plain = PLAIN[kind];
  if (plain === undefined) throw new RangeError(`Cannot describe a key: no schema is known for the kind ${kind}`);
  return plain;
}

const RANGE: Schema = { type: "string", pattern: "^\\d{1,5}-\\d{1,5}$" };
const DECIMAL: Schema = { type: "string", pattern: "^\\d{1,10}(\\.\\d{1,9})?$" };

/** A port as a number, or as its digits. */
function portFrom(least: number): Schema {
  return { anyOf: [{ type: "integer", minimum: least, maximum: 65535 }, digits(5)] };
}

/** A number in quotes. */
function digits(most: number): Schema {
  return { type: "string", pattern: `^\\d{1,${most}}$` };
}

/** A text, a list of texts, nothing, or one of the given types. */
function textsOr(...types: string[]): Schema {
  return { anyOf: [{ type: ["string", "null", ...types] }, { type: "array", items: FILLED }] };
}

/** A list of objects that have these keys and no others. */
function listOf(properties: Readonly<Record<string, Schema>>): Schema {
  const item = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
  return { type: "array", items: item };
}
