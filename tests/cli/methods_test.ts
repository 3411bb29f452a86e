import { assert, assertEquals, assertMatch, assertRejects, test } from "#test";
import { footOf, headOf, lineOf } from "../../cli/method_table.ts";
import type { Config, ServerEntry } from "../../config/types.ts";
import { ConfigError } from "../../config/types.ts";
import { isLegacy, METHODS } from "../../crypto/methods.ts";
import { generateKey } from "../../crypto/psk.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import type { Fields, Log } from "../../relay/log.ts";
import { start, StartError } from "../../service/mod.ts";
import { runIn } from "./fake.ts";

/** A config of one server on a port that the system chooses. */
function configOf(method: string, parts: Partial<Config> = {}): Config {
  const row = METHODS.find(({ name }) => name === method)!;
  const server: ServerEntry = { host: "127.0.0.1", port: 0, method, password: generateKey(row) };
  return { servers: [server], locals: [], limits: DEFAULT_LIMITS, crypto: "auto", ...parts };
}

/** What a service that is started and stopped says to its log at level warn. */
async function warningsOf(config: Config): Promise<Fields[]> {
  const warnings: Fields[] = [];
  const log: Log = {
    level: "warn",
    event: (level, _, fields = {}) => void (level === "warn" && warnings.push(fields)),
  };
  const service = await start(config, log);
  await service.stop(0);
  return warnings;
}

test("every method is listed, with what it needs and who serves it", async () => {
  const { code, out, err } = await runIn({}, "methods");
  assertEquals({ code, err }, { code: 0, err: "" });
  const lines = out.split("\n");
  for (const [i, row] of METHODS.entries()) {
    const line = lines[i + 1] ?? "";
    assertEquals(line.split(" ")[0], row.name);
    assertEquals(line.includes(" legacy "), isLegacy(row), line);
    assertMatch(line, / (native|node|wasm|noble|none needed|not served here)$/);
  }
  assertEquals(lines[METHODS.length + 1], "");
});

test("only the provider that is named serves", async () => {
  const { out } = await runIn({}, "methods", "--crypto", "noble");
  const named = out.match(/ (native|node)$/gm);
  assertEquals(named, null);
  assertMatch(out, /^aes-256-gcm .* noble$/m);
  assertMatch(out, /^noble: .+$/m);
});

test("no line of the table is wider than 100 columns", () => {
  const widest = METHODS.map((row) => lineOf({ row, servedBy: "not served here", speed: 99_999e6 }));
  for (const line of [headOf(true), footOf([]), ...widest]) {
    for (const part of line.split("\n")) assert(part.length <= 100, part);
  }
});

test("a line says what a method is in words", () => {
  const line = (name: string, speed: number | null) =>
    lineOf({ row: METHODS.find((row) => row.name === name)!, servedBy: "native", speed }).replaceAll(/ +/g, " ");
  const needs = "key of 16 bytes";
  assertEquals(line("2022-blake3-aes-128-gcm", null), `2022-blake3-aes-128-gcm 2022, ${needs} in base64 native\n`);
  assertEquals(line("aes-128-gcm", 4_378_400_000), `aes-128-gcm AEAD-2017, password, ${needs} native 4378\n`);
  assertEquals(line("rc4-md5", 0), `rc4-md5 stream, password, ${needs} legacy native 0\n`);
  assertEquals(line("table", null), "table table, password legacy native\n");
  assertEquals(line("none", null), "none no encryption, no key native\n");
});

test("speed is in the last column when it is asked for", async () => {
  const { code, out } = await runIn({}, "methods", "--measure");
  assertEquals(code, 0);
  assertMatch(out, /^METHOD .* MB\/s\n/);
  assertMatch(out, /^chacha20-ietf-poly1305 .* (native|node|wasm|noble) +[1-9]\d*$/m);
  assertMatch(out, /^none .* none needed$/m);
}, { limit: 60 });

test("a service refuses a legacy method unless it is allowed, and warns once of those that protect nothing", async () => {
  await assertRejects(() => warningsOf(configOf("rc4-md5")), ConfigError, "Cannot use method rc4-md5: nothing in it");
  assertEquals(await warningsOf(configOf("aes-256-gcm", { allowLegacy: true })), []);
  const none = configOf("none");
  assertEquals(await warningsOf({ ...none, servers: [...none.servers, ...none.servers] }), [
    { message: "none encrypts nothing: anyone on the path can read and alter the bytes" },
  ]);
  assertEquals(await warningsOf(configOf("rc4-md5", { allowLegacy: true })), [
    { message: "rc4-md5 is a legacy method: anyone on the path can alter the bytes and probe the server" },
  ]);
});

test("a provider that is named and cannot serve the method says so, and nothing is started", async () => {
  const config = configOf("2022-blake3-chacha8-poly1305", { crypto: "node" });
  const error = await assertRejects(() => warningsOf(config), StartError);
  assertEquals(error.message, "Cannot serve chacha8-poly1305 here: node:crypto does not have it");
});
