import { assert, assertEquals, assertStringIncludes, test } from "#test";
import { parseJson5 } from "../../config/json5.ts";
import { schemaText } from "../../config/schema.ts";
import { parseLink } from "../../config/url.ts";
import { runIn, type World } from "./fake.ts";

const GOOD = "kxbqzmtwolfp1234";
const KEY = btoa("key of the tests");
const USER = btoa("a key of a user!");

/** A world with one file. */
function withFile(value: object | string): World {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { files: { "c.json": text, "a.acl": ACL }, route: "192.0.2.1" };
}

/** An access control list. */
const ACL = "[bypass_list]\n10.0.0.0/8\n";

/** What check makes of a file. */
async function check(value: object | string, ...flags: string[]) {
  const { code, out, err, configs } = await runIn(withFile(value), "config", "check", "c.json", ...flags);
  assertEquals(configs, []);
  return { code, head: out.split("\n{")[0], said: code === 0 ? parseJson5(out, "out") : null, err };
}

/** What convert makes of a file. */
async function convert(value: object, to: string, ...flags: string[]) {
  const { code, out, err } = await runIn(withFile(value), "config", "convert", "c.json", "--to", to, ...flags);
  return { code, out, err };
}

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

test("config convert writes the files of libev, which need one method and one password", async () => {
  const file = { server: "::", server_port: 8388, method: "aes-256-gcm", password: GOOD, timeout: 300 };
  const { code, out, err } = await convert(file, "libev", "--allow-private");
  assertEquals({ code, err }, { code: 0, err: "" });
  assertEquals(JSON.parse(out), {
    server: ["::", "0.0.0.0"],
    server_port: 8388,
    method: "aes-256-gcm",
    password: GOOD,
    mode: "tcp_and_udp",
    timeout: 300,
  });
});

test("config convert takes the file of ss-tunnel for what it is, and writes another of it", async () => {
  const file = {
    server: "192.0.2.1",
    server_port: 8388,
    method: "aes-256-gcm",
    password: GOOD,
    local_address: "127.0.0.1",
    local_port: 5353,
    mode: "udp_only",
    timeout: 60,
    tunnel_address: "192.0.2.53:53",
  };
  const { code, out, err } = await convert(file, "libev", "--dialect", "libev");
  assertEquals({ code, err }, { code: 0, err: "" });
  assertEquals(JSON.parse(out), file);
  const [, ...said] = (await check(file, "--role", "dns")).err.split(": ");
  assertEquals(said[0], "tunnel_address");
});

test("config convert refuses what would send traffic another way, and names what it leaves out", async () => {
  const file = {
    server: "::",
    password: KEY,
    users: [{ name: "ada", password: USER }],
    forbidden_ip: "10.0.0.0/8",
    half_closed_timeout: 10,
  };
  const { code, out, err } = await convert(file, "libev");
  assertEquals({ code, out }, { code: 2, out: "" });
  assertEquals(err.trimEnd().split("\n"), [
    "method 2022-blake3-aes-128-gcm is not known to libev",
    "forbidden_ip cannot be said in libev's dialect",
    "allow_private cannot be said in libev's dialect: its servers connect to private addresses, and to their own " +
    "machine; --allow-private accepts that",
    "users cannot be said in libev's dialect",
    "half_closed_timeout cannot be said in libev's dialect",
    "Cannot convert c.json: without method, forbidden_ip, allow_private, users traffic would go another way, " +
    "or with less protection",
  ]);
});

test("config convert writes the files of rust, with users and lists", async () => {
  const file = { server: "::", password: KEY, users: [{ name: "ada", password: USER }], allow_private: true };
  const { code, out, err } = await convert(file, "rust");
  assertEquals({ code, err }, { code: 0, err: "" });
  assertEquals(JSON.parse(out), {
    servers: [{
      server: "::",
      server_port: 8388,
      method: "2022-blake3-aes-128-gcm",
      password: KEY,
      users: [{ name: "ada", password: USER }],
      mode: "tcp_and_udp",
    }],
    udp_timeout: 300,
    udp_max_associations: 16384,
    keep_alive: 60,
    security: { replay_attack: { policy: "reject" } },
  });
});

test("config convert writes what clients need as a SIP008 document or as links", async () => {
  const file = { server: "0.0.0.0", method: "aes-256-gcm", port_password: { 8388: GOOD, 8389: `${GOOD}5` } };
  const links = await convert(file, "uri", "--public-host", "a.example", "--name", "home");
  assertEquals({ code: links.code, err: links.err }, { code: 0, err: "" });
  const entries = links.out.trimEnd().split("\n").map((link) => parseLink(link).server);
  assertEquals(entries.map(({ host, port, name }) => `${host} ${port} ${name}`), [
    "a.example 8388 home",
    "a.example 8389 home",
  ]);
  const document = JSON.parse((await convert(file, "sip008")).out);
  assertEquals(document.version, 1);
  assertEquals(document.servers.map(({ id: _, ...server }: { id: string }) => server), [
    { server: "192.0.2.1", server_port: 8388, method: "aes-256-gcm", password: GOOD },
    { server: "192.0.2.1", server_port: 8389, method: "aes-256-gcm", password: `${GOOD}5` },
  ]);
  const again = await convert(file, "sip008");
  assertEquals(JSON.parse(again.out), document);
});

test("a list of servers does not say which way a client goes, so that is refused", async () => {
  const file = { server: "192.0.2.1", method: "aes-256-gcm", password: GOOD, local_port: 1080, acl: "a.acl" };
  const { code, out, err } = await convert(file, "uri");
  assertEquals({ code, out }, { code: 2, out: "" });
  assertStringIncludes(err, "acl cannot be said in a list of servers\n");
  assertStringIncludes(err, "Cannot convert c.json: without acl traffic would go another way");
});

test("config convert to our own dialect says the same as the file it was", async () => {
  const file = { server: "192.0.2.1", server_port: 8388, method: "rc4-md5", password: GOOD, local_port: 1080 };
  const { code, out } = await convert(file, "umbra", "--dialect", "python");
  assertEquals(code, 0);
  assertEquals(await check(parsed(out)), {
    ...(await check(file, "--dialect", "python")),
    head: "// c.json: read as a client's file, with the meaning of umbra",
  });
});

/** The object in a text. */
function parsed(text: string): object {
  const value = parseJson5(text, "out");
  assert(typeof value === "object" && value !== null);
  return value;
}

test("config schema prints the schema, and nothing else", async () => {
  const { code, out, err } = await runIn({}, "config", "schema");
  assertEquals({ code, out, err }, { code: 0, out: schemaText(), err: "" });
});

test("what config cannot do is refused with what was expected", async () => {
  const LINE = "Cannot read the command line: ";
  const cases: [words: string, message: string][] = [
    ["config", `${LINE}umbra config takes check, convert or schema first`],
    ["config hunter2", `${LINE}umbra config takes check, convert or schema first`],
    ["config check", `${LINE}umbra config check takes one FILE, found 0`],
    ["config check a hunter2", `${LINE}umbra config check takes one FILE, found 2`],
    ["config check a.json", 'Cannot read the config file "a.json": there is no such file'],
    ["config check ss://none:hunter2@h:1", 'Cannot read the config file "ss://…": there is no such file'],
    ["config check c.json --role both", `${LINE}--role: found "both", expected one of server, local, tunnel, dns`],
    ["config convert c.json", `${LINE}--to is missing, expected one of umbra, libev, rust, sip008, uri`],
    ["config convert c.json --to go", `${LINE}--to: found "go", expected one of umbra, libev, rust, sip008, uri`],
    ["config schema x", `${LINE}umbra config schema takes nothing, found 1`],
    ["config check --fish c.json", `${LINE}"--fish" is not a known flag`],
  ];
  for (const [words, message] of cases) {
    const { code, out, err } = await runIn(withFile({ server: "::", password: KEY }), ...words.split(" "));
    assertEquals({ code, out, err }, { code: 2, out: "", err: `${message}\n` }, words);
  }
});
