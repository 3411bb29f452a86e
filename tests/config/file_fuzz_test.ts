import { assert, test } from "#test";
import { readdirSync, readFileSync } from "node:fs";
import type { Dialect } from "../../config/dialect.ts";
import { parseJson5 } from "../../config/json5.ts";
import { KEYS_BY_NAME } from "../../config/key_table.ts";
import { NOT_READ, type Role } from "../../config/keys.ts";
import { ConfigError } from "../../config/types.ts";
import { loadText } from "./loading.ts";
import { seeded } from "./random.ts";

const ROLES: readonly Role[] = ["server", "local", "tunnel", "dns"];
const DIALECTS: readonly Dialect[] = ["umbra", "python", "libev", "rust"];

/** The texts that are changed: every fixture. */
const FIXTURES = ["python", "node", "libev", "rust", "outline", "sip008", "links"].flatMap((family) => {
  const folder = new URL(`fixtures/${family}/`, import.meta.url);
  return readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
});

const PIECES = [
  ..."{}[]:,\"'#/-\\ \n\t\0&*!|>%@?~",
  "\ud800",
  "🙂",
  "null",
  "true",
  "1e999",
  "- ",
  "\n  ",
  "keys:",
  "services:",
  "ss://",
  "__proto__",
  "${A}",
];

/** A password that must not show. */
const SECRET = "hunter2hunter3";

/** What becomes of a text: it is read, or refused as it should be. Whatever is said shows no secret. */
function isRead(text: string, role: Role, dialect: Dialect): boolean {
  try {
    for (const warning of loadText(text, "c.json", role, dialect).warnings) assertHidden(warning, text);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw new Error(`Cannot read ${JSON.stringify(text)}`, { cause: error });
    assertHidden(error.message, text);
    return false;
  }
}

function assertHidden(said: string, text: string): void {
  assert(!said.includes(SECRET), `${said}\n${text}`);
}

/** One change at a chance place: a piece put in, put over, or some characters taken out. */
function mutate(text: string, below: (limit: number) => number): string {
  const at = below(text.length + 1);
  const piece = PIECES[below(PIECES.length)] ?? "";
  return text.slice(0, at) + (below(3) === 0 ? "" : piece) + text.slice(at + below(8));
}

test("a changed file is read or refused, never worse", () => {
  const below = seeded(20261122);
  let read = 0;
  for (let round = 0; round < 5_000; round++) {
    let text = FIXTURES[below(FIXTURES.length)] ?? "";
    for (let changes = below(4); changes > 0; changes--) text = mutate(text, below);
    if (isRead(text, ROLES[below(4)] ?? "server", DIALECTS[below(4)] ?? "umbra")) read++;
  }
  assert(read > 500, `only ${read} files were read: the changes are too wild`);
}, { limit: 60 });

/** A value of any kind, its lists and objects not deep; what is called a password is the secret, where it is a text. */
function anyValue(below: (limit: number) => number, depth: number, seeds: readonly unknown[]): unknown {
  const leaf = [
    null,
    true,
    false,
    0,
    -1,
    1.5,
    8388,
    1e300,
    "",
    "::",
    "a.example",
    "8388-8390",
    "[::1]:53",
    "10.0.0.0/8",
  ];
  const more = ["tcp_and_udp", "aes-256-gcm", "tunnel", "auto", "${A}", "socks5://h:1", "x".repeat(300), ...seeds];
  const kind = below(depth > 0 ? 8 : 6);
  if (kind < 6) return [...leaf, ...more][below(leaf.length + more.length)];
  if (kind === 6) return Array.from({ length: below(4) }, () => anyValue(below, depth - 1, seeds));
  return anyObject(below, depth - 1, seeds);
}

/** An object whose keys are mostly ones that are known somewhere. */
function anyObject(below: (limit: number) => number, depth: number, seeds: readonly unknown[]): object {
  const names = [...KEYS_BY_NAME.keys(), ...NOT_READ, "id", "version", "listeners", "__proto__", "constructor", "é"];
  return Object.fromEntries(
    Array.from({ length: 1 + below(4) }, () => {
      const name = names[below(names.length)] ?? "";
      const secret = name === "password" && below(8) > 0;
      return [name, secret ? SECRET : anyValue(below, depth, seeds)];
    }),
  );
}

test("any structure of keys and values is read or refused, and no password shows", () => {
  const below = seeded(20261123);
  const seeds = FIXTURES.flatMap((text) => {
    try {
      return [parseJson5(text, "fixture")];
    } catch {
      return [];
    }
  });
  let read = 0;
  for (let round = 0; round < 6_000; round++) {
    const sound = below(3) > 0 ? { server: "::1", method: "none" } : {};
    const text = JSON.stringify({ ...sound, ...anyObject(below, below(3), seeds) });
    if (isRead(text, ROLES[below(4)] ?? "server", DIALECTS[below(4)] ?? "umbra")) read++;
  }
  assert(read > 200, `only ${read} were read`);
}, { limit: 60 });

test("one value of a file in the place of another is read or refused", () => {
  const below = seeded(20261124);
  for (let round = 0; round < 4_000; round++) {
    const text = FIXTURES[below(FIXTURES.length)] ?? "";
    const words = text.split(/("(?:[^"\\]|\\.)*"|\s+)/);
    const [from, to] = [below(words.length), below(words.length)];
    const swapped = words.with(from, words[to] ?? "").with(to, words[from] ?? "").join("");
    isRead(swapped, ROLES[below(4)] ?? "server", DIALECTS[below(4)] ?? "umbra");
  }
}, { limit: 60 });
