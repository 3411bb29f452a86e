import { assert, assertEquals, test } from "#test";
import { readdirSync, readFileSync } from "node:fs";
import { type Dialect, DIALECTS } from "../../../config/dialect.ts";
import { type Config, ConfigError, type LocalEntry, type ServerEntry } from "../../../config/types.ts";
import { hideSecrets } from "../../../config/write/hide.ts";
import { fileText } from "../../../config/write/keys.ts";
import { nativeFile, nativeKeys } from "../../../config/write/native.ts";
import { passwordsOf } from "../../../config/write/secrets.ts";
import { DEFAULT_LIMITS } from "../../../relay/limits.ts";
import { loadText } from "../loading.ts";
import { seeded } from "../random.ts";
import { type Below, randomLocal, randomServer } from "./random_config.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const SERVER: ServerEntry = { host: "192.0.2.1", port: 8388, method: "aes-256-gcm", password: "hunter2" };
const LOCAL: LocalEntry = { host: "127.0.0.1", port: 1080, protocol: "socks", servers: [SERVER] };
const BASE = { limits: DEFAULT_LIMITS, crypto: "auto", allowLegacy: false } as const;

/** The config as a reader makes it, or null where the parts do not go together. */
function throughFile(config: Config, side: "server" | "local"): Config | null {
  try {
    const { config: again, warnings } = loadText(fileText(nativeKeys(config)), "c.json", side, "umbra");
    assertEquals(warnings, []);
    return again;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/** How many of 250 configs are read again as they were written; the others must be refused. */
function roundTrips(side: "server" | "local", random: (below: Below) => Config): number {
  const below = seeded(20261122);
  let read = 0;
  for (let round = 0; round < 250; round++) {
    const config = random(below);
    const again = throughFile(config, side);
    if (again === null) continue;
    assertEquals(again, config, fileText(nativeKeys(config)));
    read++;
  }
  return read;
}

test("whatever a server's config says is written so that it is read again as it was", () => {
  const read = roundTrips("server", randomServer);
  assert(read > 170, `only ${read} configs were read: too many do not go together`);
});

test("whatever a client's config says is written so that it is read again as it was", () => {
  const read = roundTrips("local", randomLocal);
  assert(read > 170, `only ${read} configs were read: too many do not go together`);
});

test("what other programs' files mean is written in our own dialect, and read again as it was", () => {
  let read = 0;
  for (const file of fixtures()) {
    const text = readFileSync(new URL(file, FIXTURES), "utf8");
    for (const side of ["server", "local"] as const) {
      for (const dialect of DIALECTS) {
        const config = meaning(text, file, side, dialect);
        if (config === null || nativeFile(config).losses.length > 0) continue;
        read++;
        assertEquals(
          loadText(fileText(nativeKeys(config)), "c.json", side, "umbra"),
          { config, warnings: [] },
          `${file} ${side} ${dialect}`,
        );
      }
    }
  }
  assert(read > 50, `only ${read} of the files were read`);
});

/** The files of other programs. */
function fixtures(): string[] {
  const names = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.\w+$/.test(name) && !name.endsWith(".md"));
}

/** What a file means, or null where it is not of that side or dialect. */
function meaning(text: string, file: string, side: "server" | "local", dialect: Dialect): Config | null {
  try {
    return loadText(text, file, side, dialect, () => "from the environment").config;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

test("what is the default is left out, and one server or one port stands at the top", () => {
  assertEquals(nativeKeys({ ...BASE, servers: [SERVER], locals: [] }), {
    server: "192.0.2.1",
    server_port: 8388,
    method: "aes-256-gcm",
    password: "hunter2",
  });
  assertEquals(nativeKeys({ ...BASE, servers: [], locals: [LOCAL] }), {
    server: "192.0.2.1",
    server_port: 8388,
    method: "aes-256-gcm",
    password: "hunter2",
    local_address: "127.0.0.1",
    local_port: 1080,
  });
});

test("servers that differ by their addresses alone stand at the top, others in a list", () => {
  const others = [SERVER, { ...SERVER, host: "::1" }];
  assertEquals(nativeKeys({ ...BASE, servers: others, locals: [] }).server, ["192.0.2.1", "::1"]);
  const { servers } = nativeKeys({ ...BASE, servers: [...others, { ...SERVER, port: 1 }], locals: [] });
  assertEquals(Array.isArray(servers) && servers.length, 3);
});

test("no secret is left in a config that may be shown, whatever it says", () => {
  const below = seeded(42);
  for (let round = 0; round < 200; round++) {
    for (const config of [randomServer(below), randomLocal(below)]) {
      const hops = (config.outboundProxy ?? []).flatMap(({ password = [] }) => password);
      const secrets = [...passwordsOf(config), ...hops].filter((secret) => secret.length > 6);
      const shown = JSON.stringify(nativeKeys(hideSecrets(config)));
      for (const secret of secrets) assert(!shown.includes(JSON.stringify(secret).slice(1, -1)), shown);
    }
  }
});

test("a password that would be taken for a variable is not written", () => {
  const taken = { ...SERVER, password: "${HOME}" };
  const configs: Config[] = [
    { ...BASE, servers: [taken], locals: [] },
    { ...BASE, servers: [], locals: [{ ...LOCAL, credentials: [{ user: "a", password: "${HOME}" }] }] },
    { ...BASE, servers: [{ ...SERVER, users: [{ name: "a", password: "${HOME}" }] }], locals: [] },
  ];
  for (const config of configs) {
    assertEquals(nativeFile(config).losses, [{
      key: "password",
      reason: 'of the form "${NAME}" is a variable of the environment in our own dialect',
      grave: true,
    }]);
  }
  assertEquals(nativeFile({ ...BASE, servers: [{ ...SERVER, password: "a${HOME}" }], locals: [] }).losses, []);
});
