import { assert, assertEquals, assertStringIncludes, test } from "#test";
import { check, GOOD, KEY, USER, withFile } from "./config_files.ts";
import { runIn } from "./fake.ts";

test("config check prints what a server's file means, without its keys", async () => {
  const file = {
    server: ["192.0.2.1", "2001:db8::1"],
    "server-port": "8388",
    method: "AES-256-GCM",
    password: GOOD,
    timeout: 300,
    forbidden_ip: "10.0.0.0/8",
    outbound_proxy: "socks5://me:hunter2@192.0.2.9:1080",
    acl: "a.acl",
  };
  const { code, head, said, err } = await check(file);
  assertEquals({ code, err }, { code: 0, err: "" });
  assertEquals(
    head,
    "// c.json: read as a server's file, with the meaning of umbra\n" +
      "// timeout sets idle_timeout as umbra means it; as rust would, connect_timeout and handshake_timeout",
  );
  assertEquals(said, {
    server: ["192.0.2.1", "2001:db8::1"],
    server_port: 8388,
    method: "aes-256-gcm",
    password: "***",
    forbidden_ip: ["10.0.0.0/8"],
    outbound_proxy: ["socks5://me:***@192.0.2.9:1080"],
    acl: "a.acl",
    ...LIMITS,
    idle_timeout: 300,
  });
});

/** Every limit as it is unless it is set. */
const LIMITS = {
  connect_timeout: 10,
  handshake_timeout: 60,
  idle_timeout: 86400,
  half_closed_timeout: 300,
  keepalive: 60,
  first_payload_wait: 0.05,
  drains: 1024,
  drain_bytes: 1048576,
  salts: 200000,
  udp_timeout: 300,
  udp_lookup_timeout: 20,
  dns_answer_timeout: 5,
  dns_max_questions: 512,
  udp_max_associations: 16384,
};

test("config check says whose file it took it for, by its keys or as it was told", async () => {
  const client = { server: "192.0.2.1", method: "aes-256-gcm", password: GOOD, local_port: 1081 };
  const read = await check(client);
  assertEquals(read.head, "// c.json: read as a client's file, with the meaning of umbra");
  assertStringIncludes(JSON.stringify(read.said), '"local_address":"127.0.0.1","local_port":1081');
  const told = await check(client, "--role", "server", "--dialect", "libev");
  assertStringIncludes(told.head ?? "", "read as a server's file, with the meaning of libev");
  assertStringIncludes(JSON.stringify(told.said), '"mode":"tcp_only"');
});

test("config check says which limits timeout sets, and where it would be others", async () => {
  const file = { server: "0.0.0.0", server_port: 8388, method: "aes-256-gcm", password: GOOD, timeout: 77 };
  const rust = await check(file, "--dialect", "rust");
  assertStringIncludes(
    rust.head ?? "",
    "// timeout sets connect_timeout and handshake_timeout as rust means it; " +
      "as umbra, python and libev would, idle_timeout",
  );
  assertStringIncludes(JSON.stringify(rust.said), '"connect_timeout":77,"handshake_timeout":77,');
  assertStringIncludes(JSON.stringify(rust.said), '"idle_timeout":86400');
  const libev = await check(file, "--dialect", "libev");
  assertStringIncludes(libev.head ?? "", "// timeout sets idle_timeout as libev means it; as rust would, ");
  assertStringIncludes(JSON.stringify(libev.said), '"idle_timeout":77');
});

test("config check warns of what can be used and should not be", async () => {
  const file = {
    server: "192.0.2.1",
    server_port: 8388,
    method: "aes-256-cfb",
    allow_legacy: true,
    password: "hunter2",
    fast_open: true,
    serverport: 1,
  };
  const { code, err } = await check(file);
  assertEquals(code, 0);
  assertEquals(err.trimEnd().split("\n"), [
    "c.json: fast_open only affects speed, and is not used",
    'c.json: serverport is not a key that is known here; the nearest known one is "server_port"',
    "aes-256-cfb is a legacy method: anyone on the path can alter the bytes and probe the server",
    "the password of port 8388 is one that many people use; make one with: umbra keygen aes-256-cfb",
  ]);
});

test("config check fails where the file could not be used, with what a start would say", async () => {
  const cases: [file: object | string, message: string][] = [
    ["{", "Cannot read c.json: it is not JSON5 at line 1, column 2\n"],
    [{ server: "::", plugin: "x", password: KEY }, "Cannot read c.json: plugin: plugins are not supported"],
    [{ server: "::", method: "rc4-md5", password: "hunter2" }, "Cannot use method rc4-md5: nothing in it proves"],
    [{ server: "::" }, "Cannot start without a password"],
    [{ server: ["::1", "::1"], password: KEY }, "Cannot listen on ::1 port 8388 twice"],
    [{ server: "::", password: "hunter2" }, "Cannot read c.json: password: expected base64 of 16 bytes"],
  ];
  for (const [file, message] of cases) {
    const { code, err, said } = await check(file);
    assertEquals({ code, said }, { code: 2, said: null });
    assertStringIncludes(err, message);
    assert(!err.includes("hunter2"));
  }
});

test("config check reads the access control list as a start would", async () => {
  const file = { server: "192.0.2.1", method: "aes-256-gcm", password: GOOD, local_port: 1080, acl: "b.acl" };
  const missing = await check(file);
  assertEquals([missing.code, missing.said], [2, null]);
  assertEquals(missing.err, 'Cannot use the access control list "b.acl": the file cannot be read\n');
  const world = { files: { "c.json": JSON.stringify(file), "b.acl": "[bypass_list]\n(a+)+$\n" } };
  const bad = await runIn(world, "config", "check", "c.json");
  assertEquals([bad.code, bad.out], [2, ""]);
  assertStringIncludes(bad.err, 'Cannot use the access control list "b.acl": ');
  world.files["b.acl"] = "[bypass_list]\n" + Array.from({ length: 1000 }, (_, i) => `^a${i}b`).join("\n");
  const slow = await runIn(world, "config", "check", "c.json");
  assertEquals(slow.code, 0);
  assertStringIncludes(slow.err, "b.acl: 1000 regular expressions are tried one by one");
});

test("config check says when everybody can read the passwords in a file", async () => {
  const file = { server: "192.0.2.1", method: "aes-256-gcm", password: GOOD };
  const line = "c.json: everybody on this machine can read the passwords in it; expected chmod 600\n";
  for (const [mode, err] of [[0o600, ""], [0o640, ""], [0o644, line], [0o666, line], [null, ""]] as const) {
    const outcome = await runIn({ ...withFile(file), mode }, "config", "check", "c.json");
    assertEquals([outcome.code, outcome.err], [0, err], `${mode}`);
  }
  const kept = { ...withFile({ server: "::" }), mode: 0o644, env: { UMBRA_PASSWORD: KEY } };
  assertEquals((await runIn(kept, "config", "check", "c.json")).err, "");
});

test("config check takes the key from the environment where the file holds none", async () => {
  const { code, out } = await runIn(
    { ...withFile({ server: "::" }), env: { UMBRA_PASSWORD: KEY } },
    "config",
    "check",
    "c.json",
  );
  assertEquals(code, 0);
  assert(!out.includes(KEY));
});

test("no secret of any kind is in what config check prints", async () => {
  const secrets = [KEY, USER, btoa("another, of 16 b")];
  const users = { server: "::", password: secrets[0], users: [{ name: "ada", password: secrets[1] }] };
  const passing = {
    server: "::",
    password: secrets[0],
    destinations: [{ name: "b", server: "192.0.2.9", server_port: 1, password: secrets[1] }],
    outbound_proxy: [`http://me:hunter2@192.0.2.9:80`, `ss://${btoa("aes-256-gcm:hunter2")}@192.0.2.9:1`],
  };
  const client = { server: "192.0.2.1", password: secrets.join(":"), local_port: 1080 };
  for (const file of [users, passing, client]) {
    const { code, out, err } = await runIn(withFile(file), "config", "check", "c.json");
    assertEquals(code, 0, err);
    for (const secret of [...secrets, "hunter2", btoa("aes-256-gcm:hunter2")]) assert(!(out + err).includes(secret));
  }
});
