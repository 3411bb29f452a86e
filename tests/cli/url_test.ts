import { assert, assertEquals, assertMatch, assertStringIncludes, test } from "#test";
import { parseLink } from "../../config/url.ts";
import { runIn } from "./fake.ts";

const SECRET = "a secret: of 24 letters/";
const LINK = `ss://${btoa(`aes-256-gcm:${SECRET}`)}@example.com:8388`;
const KEY = btoa("key of the tests");
const USER = btoa("a key of a user!");

/** A world with one file. */
function withFile(value: object) {
  return { files: { "c.json": JSON.stringify(value) }, route: "192.0.2.1" };
}

test("url decode prints a link as a config file, with which a client starts", async () => {
  const { code, out, err } = await runIn({}, "url", "decode", `${LINK}#home%20server`);
  assertEquals({ code, err }, { code: 0, err: "" });
  assertEquals(JSON.parse(out), {
    server: "example.com",
    server_port: 8388,
    method: "aes-256-gcm",
    password: SECRET,
    remarks: "home server",
  });
  const started = await runIn({ files: { "c.json": out } }, "local", "-c", "c.json");
  assertEquals(started.configs[0]?.locals[0]?.servers, [parseLink(`${LINK}#home%20server`).server]);
});

test("url decode shows a plugin, and says why a client would refuse the link", async () => {
  const { code, out, err } = await runIn({}, "url", "decode", `${LINK}/?plugin=obfs-local%3Bobfs%3Dhttp`);
  assertEquals(code, 0);
  const { plugin, plugin_opts } = JSON.parse(out);
  assertEquals([plugin, plugin_opts], ["obfs-local", "obfs=http"]);
  assertEquals(
    err,
    'Cannot read the link: it asks for the plugin "obfs-local", and this version has no plugins\n',
  );
  const refused = await runIn({ files: { "c.json": out } }, "local", "-c", "c.json");
  assertEquals([refused.code, refused.configs], [2, []]);
});

test("url decode takes several links, and says which of them would be refused", async () => {
  const { code, out, err } = await runIn({}, "url", "decode", LINK, "ss://fish:hunter2@h:1");
  assertEquals(code, 0);
  assertEquals(JSON.parse(out).servers.map((server: { method: string }) => server.method), ["aes-256-gcm", "fish"]);
  assertStringIncludes(err, "Link 2: Cannot read the link: its method is none of those");
});

test("url encode prints the link of the server that flags or a client's file describe", async () => {
  const flags = ["-s", "example.com", "-m", "aes-256-gcm"];
  const strict = LINK.replaceAll("=", "").replaceAll("/", (slash, at) => at < 5 ? slash : "_");
  assertEquals(await linksOf(runIn({}, "url", "encode", ...flags, "-k", SECRET)), [strict]);
  const env = { UMBRA_PASSWORD: SECRET };
  assertEquals(await linksOf(runIn({ env }, "url", "encode", ...flags, "--name", "a b")), [`${strict}/#a%20b`]);
  const file = { server: "example.com", method: "aes-256-gcm", password: SECRET, local_port: 1080 };
  assertEquals(await linksOf(runIn(withFile(file), "url", "encode", "c.json")), [strict]);
});

test("url encode prints one link for each port or user of a server's file, with the host that clients reach", async () => {
  const ports = { server: "0.0.0.0", method: "aes-256-gcm", port_password: { 8388: "a", 8389: "b" } };
  const links = await linksOf(runIn(withFile(ports), "url", "encode", "c.json"));
  assertEquals(links.map((link) => parseLink(link).server), [
    { host: "192.0.2.1", port: 8388, method: "aes-256-gcm", password: "a" },
    { host: "192.0.2.1", port: 8389, method: "aes-256-gcm", password: "b" },
  ]);
  const users = { server: "::", password: KEY, users: [{ name: "ada", password: USER }], mode: "tcp_only" };
  const [link = ""] = await linksOf(runIn(withFile(users), "url", "encode", "c.json", "--public-host", "a.example"));
  const { host, name, password } = parseLink(link).server;
  assertEquals([host, name, password], ["a.example", "ada", `${KEY}:${USER}`]);
});

test("url encode says that a port that passes users on has no link, and refuses one that changes", async () => {
  const destinations = [{ name: "b", server: "192.0.2.9", server_port: 1, password: USER }];
  const passing = await runIn(
    withFile({ server: "192.0.2.1", password: KEY, destinations }),
    "url",
    "encode",
    "c.json",
  );
  assertEquals({ code: passing.code, out: passing.out }, { code: 0, out: "" });
  assertEquals(passing.err, "No link for port 8388, which passes users on: their own servers know them.\n");
  const changing = await runIn(withFile({ server: "::", server_port: 0, password: KEY }), "url", "encode", "c.json");
  assertEquals(changing.code, 2);
  assertEquals(changing.err, "Cannot write a link: the port is chosen at each start, expected one from 1 to 65535\n");
});

test("url qr prints the code of a link as it should have been written, or of a file's servers", async () => {
  const named = await runIn({}, "url", "qr", `${LINK}#home`);
  assertEquals(named.code, 0);
  assertMatch(named.out, /^home\n[█▀▄ \n]+$/);
  const again = await runIn({}, "url", "qr", `${LINK.replaceAll("=", "")}/#home`);
  assertEquals(again.out, named.out);
  const file = { server: "example.com", method: "aes-256-gcm", password: SECRET, local_port: 1, remarks: "home" };
  assertEquals((await runIn(withFile(file), "url", "qr", "c.json")).out, named.out);
  const coloured = await runIn({ terminals: ["stdout"] }, "url", "qr", LINK);
  assert(coloured.out.startsWith("example.com\n\x1b[97;40m"));
});

test("what url cannot do is refused without showing a key", async () => {
  const LINE = "Cannot read the command line: ";
  const cases: [words: string[], message: string][] = [
    [["url"], `${LINE}umbra url takes encode, decode or qr first`],
    [["url", "hunter2"], `${LINE}umbra url takes encode, decode or qr first`],
    [["url", "decode"], `${LINE}umbra url takes links (ss://…)`.replace("url takes", "url decode takes")],
    [["url", "decode", "hunter2"], 'Cannot read the link: expected it to begin with "ss://"'],
    [["url", "decode", LINK, "-k", "hunter2"], `${LINE}"-k" is not a known flag`],
    [["url", "encode", "hunter2", "hunter3"], `${LINE}found 2 words, expected one FILE, or flags`],
    [["url", "qr", LINK, "hunter2"], `${LINE}found 2 words, expected one FILE, or flags`],
    [["url", "encode", "a.json"], 'Cannot read the config file "a.json": there is no such file'],
    [
      ["url", "encode", "--role", "x", "c.json"],
      `${LINE}--role: found "x", expected one of server, local, tunnel, dns`,
    ],
    [
      ["url", "encode", "--dialect", "x", "c.json"],
      `${LINE}--dialect: found "x", expected one of umbra, python, libev, rust`,
    ],
  ];
  for (const [words, message] of cases) {
    const { code, out, err } = await runIn(withFile({}), ...words);
    assertEquals({ code, out, err }, { code: 2, out: "", err: `${message}\n` }, words.join(" "));
  }
});

/** The links that a run prints, with nothing beside them. */
async function linksOf(run: ReturnType<typeof runIn>): Promise<string[]> {
  const { code, out, err } = await run;
  assertEquals({ code, err }, { code: 0, err: "" });
  return out.trimEnd().split("\n");
}
