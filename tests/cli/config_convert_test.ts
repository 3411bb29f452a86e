import { assert, assertEquals, assertStringIncludes, test } from "#test";
import { parseJson5 } from "../../config/json5.ts";
import { parseLink } from "../../config/url.ts";
import { check, GOOD, KEY, USER, withFile } from "./config_files.ts";
import { runIn } from "./fake.ts";

/** What convert makes of a file. */
async function convert(value: object, to: string, ...flags: string[]) {
  const { code, out, err } = await runIn(withFile(value), "config", "convert", "c.json", "--to", to, ...flags);
  return { code, out, err };
}

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
