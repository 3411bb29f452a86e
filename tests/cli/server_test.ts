import { assert, assertEquals, assertMatch, assertStringIncludes, test } from "#test";
import { DEFAULT_METHOD } from "../../config/defaults.ts";
import { knownMethod } from "../../config/method_choice.ts";
import { readLink } from "../../config/url.ts";
import { parseKey } from "../../crypto/psk.ts";
import { runIn } from "./fake.ts";

const HOME = { HOME: "/home/u" };
/** A key of the default method. */
const KEY = btoa("key of the tests");
const STATE = "/home/u/.local/state/umbra/server.json";

/** The link in what was printed. */
function linkIn(out: string): string {
  return /ss:\/\/\S+/.exec(out)?.[0] ?? "";
}

test("with no arguments a key is made and kept, and its link is printed", async () => {
  const { code, out, err, files, configs, graces } = await runIn({ env: HOME, route: "203.0.113.7" });
  assertEquals(code, 0);
  const { method, password } = JSON.parse(files[STATE] ?? "{}");
  assertEquals(parseKey(knownMethod(method), password).length, 16);
  assertEquals(configs.map((config) => config.servers), [[{ host: "::", port: 8388, method, password }]]);
  assertEquals(readLink(linkIn(out)), { host: "203.0.113.7", port: 8388, method: DEFAULT_METHOD, password });
  assertStringIncludes(out, `umbra local '${linkIn(out)}'`);
  assertEquals(out.includes("private"), false);
  assertEquals(err.includes(password), false);
  assertEquals(graces, [5]);
});

test("every start shows the same link, whichever way the server is called", async () => {
  const first = await runIn({ env: HOME });
  const second = await runIn({ env: HOME, files: first.files }, "server");
  assertEquals(second.out, first.out);
  assertEquals(second.files, first.files);
  const other = await runIn({ env: HOME });
  assert(other.out !== first.out, "two keys are the same");
});

test("XDG_STATE_HOME and --state say where the key is kept", async () => {
  const xdg = await runIn({ env: { ...HOME, XDG_STATE_HOME: "/x" } }, "server");
  assertEquals(Object.keys(xdg.files), ["/x/umbra/server.json"]);
  const relative = await runIn({ env: { ...HOME, XDG_STATE_HOME: "x" } }, "server");
  assertEquals(Object.keys(relative.files), [STATE]);
  const named = await runIn({ env: HOME }, "server", "--state", "s.json");
  assertEquals(Object.keys(named.files), ["s.json"]);
});

test("a key is kept for its method, and not used with another", async () => {
  const made = await runIn({ env: HOME }, "server", "-m", "AES-256-GCM");
  assertEquals(readLink(linkIn(made.out)).method, "aes-256-gcm");
  const again = await runIn({ env: HOME, files: made.files }, "server");
  assertEquals(again.out, made.out);
  const other = await runIn({ env: HOME, files: made.files }, "server", "-m", "aes-128-gcm");
  assertEquals(other.code, 2);
  assertEquals(
    other.err,
    `Cannot use method aes-128-gcm with the key in "${STATE}": it was made for aes-256-gcm, ` +
      "expected that method, or another file by --state\n",
  );
});

test("a key from a flag or the environment is not shown where a log may keep it", async () => {
  const cases: { words?: string[]; env?: Record<string, string> }[] = [
    { words: ["-k", "hunter2"] },
    { words: ["--password=hunter2"] },
    { words: ["--key", "hunter2"] },
    { env: { UMBRA_PASSWORD: "hunter2", SS_SERVER_PASSWORD: "other" } },
    { env: { UMBRA_PASSWORD: "", SS_SERVER_PASSWORD: "hunter2" } },
  ];
  for (const { words = [], env = {} } of cases) {
    const { code, out, err, configs, files } = await runIn({ env }, "server", "-m", "aes-256-gcm", ...words);
    assertEquals({ code, out, files }, { code: 0, out: "", files: {} });
    assertEquals(configs[0]?.servers[0]?.password, "hunter2");
    assertEquals(err.includes("hunter2"), false);
  }
});

test("on a terminal the link is shown with a QR code in colours, unless that is not wanted", async () => {
  const shown = await runIn({ terminals: ["stdout"] }, "server", "-k", KEY);
  assertStringIncludes(shown.out, "\x1b[97;40m█");
  const plain = await runIn({ terminals: ["stdout"] }, "server", "-k", KEY, "--no-qr");
  assertEquals(plain.out.includes("█"), false);
  assertMatch(plain.out, /ss:\/\//);
  const asked = await runIn({}, "server", "-k", KEY, "--qr");
  assertStringIncludes(asked.out, "\n█");
  assertEquals(asked.out.includes("\x1b"), false);
});

test("the link holds the host that was named, the one listened on, or that of the default route", async () => {
  const hosts = async (words: string[], route?: string) => {
    const { out } = await runIn(route === undefined ? { env: HOME } : { env: HOME, route }, "server", ...words);
    return { host: readLink(linkIn(out)).host, note: out.trimEnd().split("\n").slice(2, -1).join("\n") };
  };
  assertEquals(await hosts(["--public-host", "vpn.example"]), { host: "vpn.example", note: "" });
  assertEquals(await hosts(["-s", "198.51.100.1"]), { host: "198.51.100.1", note: "" });
  assertEquals(await hosts(["-s", "0.0.0.0"], "2001:db8::1"), { host: "2001:db8::1", note: "" });
  assertEquals(await hosts([], "192.168.1.5"), {
    host: "192.168.1.5",
    note: "192.168.1.5 is a private address: give --public-host when clients are on other networks.",
  });
  assertEquals(await hosts([]), {
    host: "127.0.0.1",
    note: "No default route was found: give --public-host for clients on other machines.",
  });
});

test("the link holds the port that the system chose", async () => {
  const { out } = await runIn({ env: HOME }, "server", "-p", "0");
  assertEquals(readLink(linkIn(out)).port, 40000);
});

test("a config file's server is started, its remarks logged", async () => {
  const text = `{"server": "127.0.0.1", "server_port": 9000, "password": "${KEY}", "fast_open": true}`;
  const { code, configs, err, out } = await runIn(
    { files: { "c.json": text } },
    "server",
    "-c",
    "c.json",
    "-p",
    "9001",
  );
  assertEquals({ code, out }, { code: 0, out: "" });
  assertEquals(configs[0]?.servers, [{ host: "127.0.0.1", port: 9001, method: DEFAULT_METHOD, password: KEY }]);
  assertMatch(err, /^\S+Z WARN config message="c.json: fast_open only affects speed, and is not used"\n/);
});

test("a config file without a password has it asked for", async () => {
  const files = { "c.json": "{}" };
  const { configs } = await runIn({ files, terminals: ["stdin"], typed: KEY }, "server", "-c", "c.json");
  assertEquals(configs[0]?.servers[0]?.password, KEY);
  const refused = await runIn({ files, terminals: ["stdin"], typed: "" }, "server", "-c", "c.json");
  assertEquals(refused.code, 2);
});

test("every port of a file with several has its own link on a terminal", async () => {
  const files = { "c.json": `{"method": "aes-256-gcm", "port_password": {"8381": "a", "8382": "b"}}` };
  const { out } = await runIn({ files, terminals: ["stdout"] }, "server", "-c", "c.json", "--public-host", "h");
  const links = [...out.matchAll(/key\): (\S+)/g)].map((match) => readLink(match[1] ?? ""));
  assertEquals(links.map(({ port, password }) => `${port} ${password}`), ["8381 a", "8382 b"]);
});

test("a server of its own says how to serve old clients beside it, by a command that works", async () => {
  const first = await runIn({ env: HOME });
  const hint = /^For clients that know no 2022 method: umbra (.+)$/m.exec(first.out)?.[1] ?? "";
  assertEquals(
    hint,
    "server -m chacha20-ietf-poly1305 -p 8389 --state /home/u/.local/state/umbra/server-old-clients.json",
  );
  const second = await runIn({ env: HOME, files: first.files }, ...hint.split(" "));
  assertEquals(second.code, 0);
  const { method, port, password } = readLink(linkIn(second.out));
  assertEquals({ method, port }, { method: "chacha20-ietf-poly1305", port: 8389 });
  assertMatch(password, /^[\w+/]{43}=$/);
  assertEquals(second.out.includes("old clients"), false);
  assertEquals(second.out.includes("no 2022"), false);
  assertEquals(Object.keys(second.files).length, 2);
  const odd = await runIn({ env: HOME }, "-p", "65535", "--state", "it's.state");
  assertStringIncludes(odd.out, "-p 65534 --state 'it'\\''s.state-old-clients'\n");
});

test("a key that is kept for another method than the default goes on as it is", async () => {
  const files = { [STATE]: '{"method":"chacha20-ietf-poly1305","password":"kept"}' };
  const { code, out, configs } = await runIn({ env: HOME, files });
  assertEquals(code, 0);
  assertEquals(configs[0]?.servers[0], { host: "::", port: 8388, method: "chacha20-ietf-poly1305", password: "kept" });
  assertEquals(readLink(linkIn(out)).password, "kept");
});

test("a legacy method is served when that is allowed, by flag or file", async () => {
  const text = '{"method": "rc4-md5", "password": "hunter2", "server": "h"';
  const cases: [string, string[]][] = [
    [`${text}}`, ["--allow-legacy"]],
    [`${text}, "allow_legacy": true}`, []],
    [`${text}, "allow_legacy": false}`, ["--allow-legacy"]],
  ];
  for (const [file, words] of cases) {
    for (const command of ["server", "local"]) {
      const { code, configs } = await runIn({ files: { "c.json": file } }, command, "-c", "c.json", ...words);
      assertEquals({ code, allowed: configs[0]?.allowLegacy }, { code: 0, allowed: true }, command);
    }
  }
  const made = await runIn({ env: HOME }, "--allow-legacy", "-m", "rc4-md5");
  assertEquals(readLink(linkIn(made.out)).method, "rc4-md5");
});

test("every user of a port has a link of its own", async () => {
  const [alice, bob] = [btoa("a".repeat(16)), btoa("b".repeat(16))];
  const users = JSON.stringify([{ name: "alice", password: alice }, { name: "bob", password: bob }]);
  const files = { "c.json": `{password: "${KEY}", users: ${users}}` };
  const { out } = await runIn({ files, terminals: ["stdout"] }, "server", "-c", "c.json", "--public-host", "h");
  const links = [...out.matchAll(/key\): (\S+)/g)].map((match) => readLink(match[1] ?? ""));
  const client = { host: "h", port: 8388, method: DEFAULT_METHOD };
  assertEquals(links, [
    { ...client, password: `${KEY}:${alice}`, name: "alice" },
    { ...client, password: `${KEY}:${bob}`, name: "bob" },
  ]);
  assertEquals(out.includes("█"), false);
});

test("a port that passes users on has no link, and says what its clients need", async () => {
  const destination = `{name: "far", server: "far.example", server_port: 1, password: "${btoa("f".repeat(16))}"}`;
  const files = { "c.json": `{password: "${KEY}", destinations: [${destination}]}` };
  const { out } = await runIn({ files, terminals: ["stdout"] }, "server", "-c", "c.json");
  assertEquals(
    out,
    "No link for port 8388, which passes users on: a client's password is the key of this port, that of the server " +
      "behind it, and that of the user, if it has users, with colons between.\n",
  );
});

test("private addresses are opened by a flag: all of them bare, else those that are named", async () => {
  const key = ["-k", "hunter2", "-m", "aes-256-gcm"];
  const opened = async (...flags: string[]) => (await runIn({}, "server", ...key, ...flags)).configs[0]?.outbound;
  assertEquals(await opened(), undefined);
  assertEquals(await opened("--allow-private"), { allowPrivate: true });
  assertEquals(await opened("--allow-private", "-v"), { allowPrivate: true });
  assertEquals(await opened("--allow-private=10.0.0.0/8,::1"), { allowPrivate: ["10.0.0.0/8", "::1"] });
  const { code, err } = await runIn({}, "server", ...key, "--allow-private=all");
  assertEquals([code, err.startsWith('Cannot read the command line: --allow-private: found "all", expected')], [
    2,
    true,
  ]);
});
