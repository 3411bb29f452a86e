import { assertEquals, assertThrows, test } from "#test";
import { localConfig } from "../../config/client_config.ts";
import { clientEntries } from "../../config/clients.ts";
import { readFlagValues } from "../../config/dashed.ts";
import type { Parts } from "../../config/parts.ts";
import { serverConfig } from "../../config/server_config.ts";
import { needsPassword } from "../../config/server_entry.ts";
import { ConfigError } from "../../config/types.ts";
import { writeLink } from "../../config/url_write.ts";
import { isLegacy, METHODS } from "../../crypto/methods.ts";
import { generateKey } from "../../crypto/psk.ts";

const AES = "2022-blake3-aes-128-gcm";
const CHACHA = "2022-blake3-chacha20-poly1305";
const [A, B, C] = ["a", "b", "c"].map((letter) => btoa(letter.repeat(16))) as [string, string, string];

/** Parts as a file would give them. */
function said(parts: Parts): Parts {
  const at = (key: string) => ({ source: "c.json", key });
  return {
    ...parts,
    at: {
      password: at("password"),
      portPassword: at("port_password"),
      users: at("users"),
      destinations: at("destinations"),
    },
  };
}

/** What a server's parts are refused with. */
function refusal(parts: Parts): string {
  return assertThrows(() => serverConfig(said(parts)), ConfigError).message;
}

/** Users with these keys. */
function users(...passwords: string[]) {
  return passwords.map((password, i) => ({ name: `user ${i}`, password }));
}

/** Servers with these keys. */
function destinations(...passwords: string[]) {
  return users(...passwords).map((user) => ({ ...user, host: "h", port: 1 }));
}

test("a legacy method is refused on either side, unless it is allowed", () => {
  for (const row of METHODS) {
    const parts = { method: row.name, places: [{ host: "h" }], password: generateKey(row) };
    const link = writeLink({ host: "h", port: 1, method: row.name, password: parts.password });
    const linked = (allowLegacy: boolean) => ({ ...readFlagValues({}, [link], "local"), allowLegacy });
    for (const allowLegacy of isLegacy(row) ? [true] : [false, true]) {
      assertEquals(serverConfig({ ...parts, allowLegacy }).servers[0]?.method, row.name);
      assertEquals(localConfig({ ...parts, allowLegacy }).locals[0]?.servers[0]?.method, row.name);
      assertEquals(localConfig(linked(allowLegacy)).locals[0]?.servers[0]?.method, row.name);
      assertEquals(serverConfig({ ...parts, allowLegacy }).allowLegacy, allowLegacy);
    }
    if (!isLegacy(row)) continue;
    const refused = [() => serverConfig(parts), () => localConfig(parts), () => localConfig(linked(false))];
    for (const make of [...refused, () => needsPassword({ method: row.name })]) {
      assertEquals(
        assertThrows(make, ConfigError).message,
        `Cannot use method ${row.name}: nothing in it proves who sent the bytes, so anyone on the path can alter them ` +
          "and probe the server, expected 2022-blake3-aes-128-gcm, or chacha20-ietf-poly1305 for old clients, " +
          'or --allow-legacy ("allow_legacy": true in a config file) to use it all the same',
      );
    }
  }
});

test("users share a port: in 2017 their passwords are all, in 2022 the server has a key of its own", () => {
  const old = { method: "aes-256-gcm", users: users("x", "y") };
  assertEquals(needsPassword(old), false);
  assertEquals(serverConfig(old).servers[0]?.users, old.users);
  const shared = { method: AES, users: users(B, C) };
  assertEquals(needsPassword(shared), true);
  assertEquals(serverConfig({ ...shared, password: A }).servers[0], {
    host: "::",
    port: 8388,
    method: AES,
    password: A,
    users: shared.users,
  });
});

test("each user has a link: in 2022 with the chain of keys", () => {
  const entry = { host: "h", port: 1, method: AES, password: A, name: "port" };
  const client = { host: "h", port: 1, method: AES };
  assertEquals(clientEntries(entry), [entry]);
  assertEquals(clientEntries({ ...entry, users: users(B, C) }), [
    { ...client, password: `${A}:${B}`, name: "user 0" },
    { ...client, password: `${A}:${C}`, name: "user 1" },
  ]);
  assertEquals(clientEntries({ ...entry, method: "aes-256-gcm", password: "", users: users("x") }), [
    { host: "h", port: 1, method: "aes-256-gcm", password: "x", name: "user 0" },
  ]);
  assertEquals(clientEntries({ ...entry, destinations: destinations(B) }), []);
});

test("a port passes users on to other servers", () => {
  const parts = { method: AES, password: A, destinations: destinations(B, C) };
  assertEquals(serverConfig(parts).servers[0]?.destinations, parts.destinations);
});

test("a client has a chain of keys where there are identity headers", () => {
  const password = `${A}:${B}:${C}`;
  const { locals } = localConfig({ places: [{ host: "h" }], method: AES, password });
  assertEquals(locals[0]?.servers[0]?.password, password);
  const chacha = said({ places: [{ host: "h" }], method: CHACHA, password });
  assertEquals(
    assertThrows(() => localConfig(chacha), ConfigError).message,
    `Cannot read c.json: password: is a chain of 3 keys, expected one: ${CHACHA} has no identity headers`,
  );
});

test("what does not fit the method, or each other, is refused with its place", () => {
  const expected = `expected base64 of 16 bytes (make one with: umbra keygen ${AES}), got`;
  const cases: [Parts, string][] = [
    [{ method: AES, password: "hunter2!" }, `password: ${expected} other text`],
    [{ method: AES, password: btoa("hunter2") }, `password: ${expected} 7 bytes`],
    [{ method: AES, password: "" }, `password: ${expected} other text`],
    [{ method: AES, password: `${A}:${B}` }, `password: ${expected} other text; a chain of keys belongs to a client`],
    [{ password: "hunter2!" }, `password: ${expected} other text; no method is named, and ${AES} is the default`],
    [
      { method: AES, portPassword: [{ port: 1, password: A }, { port: 2, password: "hunter2!" }] },
      `port_password.2: ${expected} other text`,
    ],
    [{ method: AES, password: A, users: users(B, "hunter2!") }, `users[1].password: ${expected} other text`],
    [
      { method: AES, password: A, users: users(B, `${B}`) },
      "users[1].password: is that of users[0] too: expected one of its own",
    ],
    [
      { method: AES, password: A, users: users(B, B.replaceAll("=", "")) },
      "users[1].password: is that of users[0] too: expected one of its own",
    ],
    [
      { method: AES, password: A, users: users(B, A) },
      "users[1].password: is that of the server too: expected one of its own",
    ],
    [
      { method: "aes-256-gcm", users: [...users("x"), ...users("y")] },
      "users[1].name: is that of users[0] too: expected one of its own",
    ],
    [
      { method: "aes-256-gcm", users: users("x", "x") },
      "users[1].password: is that of users[0] too: expected one of its own",
    ],
    [
      { method: "aes-256-gcm", password: "hunter2", users: users("x") },
      "users: with aes-256-gcm the keys of users are all that there is: expected no password beside them",
    ],
    [
      { method: "none", users: users("x") },
      "users: nothing tells users apart with none: expected a 2022 method of AES, or one of AEAD-2017",
    ],
    [
      { method: "rc4-md5", password: "x", users: users("y"), allowLegacy: true },
      "users: nothing tells users apart with rc4-md5: expected a 2022 method of AES, or one of AEAD-2017",
    ],
    [
      { method: CHACHA, password: btoa("k".repeat(32)), users: users("x") },
      `users: nothing tells users apart with ${CHACHA}: expected a 2022 method of AES, or one of AEAD-2017`,
    ],
    [
      { method: AES, password: A, users: users(B), destinations: destinations(C) },
      "users: stands beside destinations: expected one of the two",
    ],
    [
      { method: "aes-256-gcm", password: "x", destinations: destinations("y") },
      "destinations: aes-256-gcm says nothing of where a user belongs: expected a 2022 method of AES",
    ],
    [
      { method: AES, password: A, destinations: destinations(B, "hunter2!") },
      `destinations[1].password: ${expected} other text`,
    ],
    [
      { method: AES, password: A, destinations: destinations(B, B) },
      "destinations[1].password: is that of destinations[0] too: expected one of its own",
    ],
  ];
  for (const [parts, message] of cases) assertEquals(refusal(parts), `Cannot read c.json: ${message}`);
});
