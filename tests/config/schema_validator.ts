/** As much of JSON Schema (2020-12) as our schema uses; a keyword that is not known here is an error. @module */

type Schema = Readonly<Record<string, unknown>>;

/** What is wrong with a value, each fault with its place; nothing when it fits. */
export function faults(value: unknown, schema: Schema, root: Schema = schema, place = "$"): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = KEYWORDS[keyword];
    if (!check) throw new Error(`Cannot validate ${place}: the keyword ${keyword} is not known`);
    return check(rule, { value, schema, root, place });
  });
}

/** A value beside the schema that it is to fit. */
interface Case {
  value: unknown;
  schema: Schema;
  root: Schema;
  place: string;
}

/** What each keyword finds wrong. */
const KEYWORDS: Readonly<Record<string, (rule: unknown, it: Case) => string[]>> = {
  $schema: () => [],
  $defs: () => [],
  title: () => [],
  description: () => [],
  deprecated: () => [],
  $ref: (rule, { value, root, place }) => faults(value, resolve(String(rule), root), root, place),
  type: (rule, it) => says(it, [rule].flat().includes(typeOf(it.value)) || isInteger(rule, it.value), "type"),
  enum: (rule, it) => says(it, Array.isArray(rule) && rule.includes(it.value), "enum"),
  anyOf: (rule, it) => {
    const choices = Array.isArray(rule) ? rule : [];
    return says(it, choices.some((one) => faults(it.value, one, it.root, it.place).length === 0), "anyOf");
  },
  minimum: (rule, it) => says(it, typeof it.value !== "number" || it.value >= Number(rule), "minimum"),
  maximum: (rule, it) => says(it, typeof it.value !== "number" || it.value <= Number(rule), "maximum"),
  minLength: (rule, it) => says(it, typeof it.value !== "string" || it.value.length >= Number(rule), "minLength"),
  pattern: (rule, it) =>
    says(it, typeof it.value !== "string" || new RegExp(String(rule), "u").test(it.value), "pattern"),
  minItems: (rule, it) => says(it, !Array.isArray(it.value) || it.value.length >= Number(rule), "minItems"),
  items: (rule, { value, root, place }) => {
    return Array.isArray(value) ? value.flatMap((item, i) => faults(item, asSchema(rule), root, `${place}[${i}]`)) : [];
  },
  minProperties: (rule, it) => says(it, Object.keys(recordOf(it.value)).length >= Number(rule), "minProperties"),
  required: (rule, it) => {
    return [rule].flat().flatMap((key) => says(it, String(key) in recordOf(it.value), `required ${key}`));
  },
  properties: (rule, { value, root, place }) => {
    return Object.entries(asSchema(rule)).flatMap(([key, one]) => {
      const own = recordOf(value);
      return key in own ? faults(own[key], asSchema(one), root, `${place}.${key}`) : [];
    });
  },
  patternProperties: (rule, { value, root, place }) => {
    return Object.entries(asSchema(rule)).flatMap(([pattern, one]) =>
      Object.entries(recordOf(value)).filter(([key]) => new RegExp(pattern, "u").test(key)).flatMap(([key, item]) =>
        faults(item, asSchema(one), root, `${place}.${key}`)
      )
    );
  },
  additionalProperties: (_rule, it) => {
    const { properties = {}, patternProperties = {} } = it.schema;
    const patterns = Object.keys(asSchema(patternProperties)).map((pattern) => new RegExp(pattern, "u"));
    const known = (key: string) => key in asSchema(properties) || patterns.some((pattern) => pattern.test(key));
    return Object.keys(recordOf(it.value)).flatMap((key) => says(it, known(key), `unknown ${key}`));
  },
};

function says({ place }: Case, fits: boolean, fault: string): string[] {
  return fits ? [] : [`${place}: ${fault}`];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function isInteger(rule: unknown, value: unknown): boolean {
  return [rule].flat().includes("integer") && Number.isInteger(value);
}

/** Another part of the schema. */
function resolve(ref: string, root: Schema): Schema {
  return ref.split("/").slice(1).reduce((part, key) => asSchema(part[key]), root);
}

function asSchema(value: unknown): Schema {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error("Cannot validate: a part of the schema is not an object");
}

function recordOf(value: unknown): Schema {
  return typeOf(value) === "object" ? { ...value as object } : {};
}
