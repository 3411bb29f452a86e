import { assertEquals, assertMatch, assertThrows, readVectors, test } from "#test";
import { ConfigError, type ServerEntry } from "../../config/types.ts";
import { type Link, parseLink, readLink } from "../../config/url.ts";
import type { Plugin } from "../../config/url_plugin.ts";
import { writeLink } from "../../config/url_write.ts";
import { hasIdentities, METHODS } from "../../crypto/methods.ts";
import { generateKey } from "../../crypto/psk.ts";
import { seeded } from "./random.ts";

interface Case {
  uri: string | null;
  method: string;
  password: string;
  host: string;
  port: number;
  plugin?: string;
  plugin_opts?: string;
  tag?: string;
  legacy?: boolean;
}

interface Vectors {
  parse: (Case & { uri: string })[];
  make: Case[];
  reject: { uri: string }[];
}

/** The entry that a case describes. Readers differ on whether a plus in a label is a space; ours keeps it. */
function entryOf({ method, password, host, port, tag, uri }: Case): ServerEntry {
  const label = tag !== undefined && uri?.split("#")[1]?.includes("+") ? tag.replaceAll(" ", "+") : tag;
  return { host, port, method, password, ...(label === undefined ? {} : { name: label }) };
}

const PLAIN: ServerEntry = { host: "example.com", port: 8388, method: "aes-256-gcm", password: "secret" };

/** The plugin of a case. */
function pluginOf({ plugin, plugin_opts = "" }: Case): Plugin | undefined {
  return plugin === undefined ? undefined : { name: plugin, options: plugin_opts };
}

/** All that a case describes. */
function linkOf(item: Case): Link {
  const plugin = pluginOf(item);
  // The label of this one depends on the reader, and is therefore not in the vectors.
  const name = item.uri?.endsWith("#Dummy+profile+name") ? { name: "Dummy+profile+name" } : {};
  return { server: { ...entryOf(item), ...name }, ...(plugin && { plugin }) };
}

test("every published link is read as published, and one with a plugin is refused when it would be used", () => {
  const text = readVectors("sip002/sip002.json");
  if (text === null) return;
  const { parse }: Vectors = JSON.parse(text);
  for (const item of parse) {
    assertEquals(parseLink(item.uri), linkOf(item), item.uri);
    if (item.plugin === undefined) continue;
    const { message } = assertThrows(() => readLink(item.uri), ConfigError);
    const reason = `it asks for the plugin "${item.plugin}", and this version has no plugins`;
    assertEquals(message, `Cannot read the link: ${reason}`);
  }
});

test("links are written as published", () => {
  const text = readVectors("sip002/sip002.json");
  if (text === null) return;
  const { make }: Vectors = JSON.parse(text);
  for (const item of make) {
    const link = linkOf(item);
    const written = writeLink(link.server, link.plugin);
    assertEquals(parseLink(written), link);
    // Escapes are in capitals (RFC 3986), whatever the publisher writes.
    const published = item.uri?.replace(/%../g, (escape) => escape.toUpperCase());
    if (published && !item.legacy) assertEquals(written, published);
  }
});

test("every published wrong link is refused", () => {
  const text = readVectors("sip002/sip002.json");
  if (text === null) return;
  const { reject }: Vectors = JSON.parse(text);
  for (const { uri } of reject) assertThrows(() => readLink(uri), ConfigError, "Cannot read the link: ");
});

test("a method that is not ours is refused without being shown, and where to find those that are is said", () => {
  const said = "Cannot read the link: its method is none of those that umbra methods lists";
  const messageOf = (link: string) => assertThrows(() => readLink(link), ConfigError).message;
  assertEquals(messageOf("ss://foo:bar@127.0.0.1:9999"), said);
  // Where the two are swapped, what stands for the method is the password.
  assertEquals(messageOf("ss://hunter2:aes-256-gcm@127.0.0.1:9999"), said);
  assertEquals(messageOf("ss://aes-256-gmc:bar@127.0.0.1:9999"), `${said}; the nearest known one is "aes-256-gcm"`);
});

test("forms that others write are taken", () => {
  const base64 = "YWVzLTI1Ni1nY206c2VjcmV0";
  const forms = [
    `ss://${base64}@example.com:8388`,
    `ss://${base64}@example.com`,
    `ss://${base64}@example.com:`,
    `ss://${base64}@example.com:8388/`,
    `SS://${base64}@example.com:8388`,
    ` ss://${base64}@example.com:8388\n`,
    `ss://${base64}@example.com:8388?plugin=&outline=1`,
    `ss://${base64}@example.com:8388/?prefix=%16%03%01&x#`,
    "ss://aes-256-gcm:secret@example.com:8388",
    "ss://AES-256-GCM:s%65cret@example.com:8388",
    "ss://aes-256-gcm%3Asecret@example.com:8388",
    `ss://${btoa("aes-256-gcm:secret@example.com:8388")}`,
    `ss://${btoa("aes-256-gcm:secret@example.com:8388").replaceAll("=", "%3D")}`,
    `ss://${btoa("aes-256-gcm:secret@example.com")}`,
  ];
  for (const form of forms) assertEquals(readLink(form), PLAIN, form);
});

test("base64 is read in both alphabets, padded or not, and never decoded twice", () => {
  const password = "???>>>~~%41";
  const standard = btoa(`aes-256-gcm:${password}`);
  assertMatch(standard, /\/.*\+.*=$/);
  const url = standard.replaceAll("+", "-").replaceAll("/", "_");
  for (const userinfo of [standard, url, url.replaceAll("=", ""), encodeURIComponent(standard)]) {
    assertEquals(readLink(`ss://${userinfo}@example.com:8388`), { ...PLAIN, password }, userinfo);
  }
});

test("a password may hold every character that links use", () => {
  const password = "a@b:c/d?e#f%41+g '\"";
  for (const form of [`ss://${btoa(`aes-256-gcm:${password}@example.com:8388`)}`, writeLink({ ...PLAIN, password })]) {
    assertEquals(readLink(form).password, password, form);
  }
});

test("hosts are read as addresses or names", () => {
  const cases: [string, string][] = [
    ["[2001:db8::1]", "2001:db8::1"],
    ["[fe80::1%25eth0]", "fe80::1%eth0"],
    ["EXAMPLE.com", "EXAMPLE.com"],
    ["b%C3%BCcher.example", "xn--bcher-kva.example"],
    ["bücher.example", "xn--bcher-kva.example"],
  ];
  for (const [written, host] of cases) assertEquals(readLink(`ss://aes-256-gcm:x@${written}:1`).host, host);
});

test("a wrong link is refused with the reason and without its parts", () => {
  const cases: [string, string][] = [
    ["ssr://hunter2", 'expected it to begin with "ss://"'],
    ["ss://aes-256-gcm:hunter2", "expected ss://METHOD:PASSWORD@HOST:PORT, its user part or the whole in base64"],
    ["ss://aes-256-gcm:hunter2@", "its host is neither an IP address nor a name"],
    ["ss://aes-256-gcm:hunter2@a b", "its host is neither an IP address nor a name"],
    ["ss://aes-256-gcm:x@2001:db8::1:8388", "expected HOST:PORT after the @, with an IPv6 address in brackets"],
    ["ss://aes-256-gcm:x@[2001:db8::1::]:8388", "its host is neither an IP address nor a name"],
    ["ss://aes-256-gcm:x@host:hunter2", "expected HOST:PORT after the @, with an IPv6 address in brackets"],
    ["ss://aes-256-gcm:x@host:0", "its port is out of range, expected a whole number from 1 to 65535"],
    ["ss://aes-256-gcm:x@host:65536", "its port is out of range, expected a whole number from 1 to 65535"],
    ["ss://aes-256-gcm:hunter2%@host:1", "its user part has a broken percent escape"],
    ["ss://hunter2@host:1", "expected METHOD:PASSWORD before the @, plain or in base64"],
    ["ss://:hunter2@host:1", "the part before the first colon cannot be a method"],
    ["ss://aes-256-gcm:@host:1", "its password is empty, expected at least one character"],
    ["ss://aes-256-gcm:hunter2\ud800@host:1", "it is not Unicode text"],
  ];
  for (const [link, reason] of cases) {
    const { message } = assertThrows(() => readLink(link), ConfigError);
    assertEquals(message, `Cannot read the link: ${reason}`, link);
  }
});

test("the key of a 2022 method has its form, and is a chain only where there are identity headers", () => {
  const link = (method: string, password: string) => `ss://2022-blake3-${method}:${encodeURIComponent(password)}@h:1`;
  const [short, long] = [btoa("k".repeat(16)), btoa("k".repeat(32))];
  for (const password of [short, `${short}:${short}`, `${short}:${short}:${short}`, short.replaceAll("=", "")]) {
    assertEquals(readLink(link("aes-128-gcm", password)).password, password);
  }
  const expected = (size: number, method: string) =>
    `expected base64 of ${size} bytes (make one with: umbra keygen 2022-blake3-${method}), got`;
  const cases: [string, string, string][] = [
    ["aes-128-gcm", "hunter2!", `${expected(16, "aes-128-gcm")} other text`],
    ["aes-128-gcm", long, `${expected(16, "aes-128-gcm")} 32 bytes`],
    ["aes-256-gcm", `${long}:${short}`, `${expected(32, "aes-256-gcm")} 16 bytes`],
    ["aes-256-gcm", `${long}:`, `${expected(32, "aes-256-gcm")} other text`],
    ["chacha20-poly1305", "hunter2", `${expected(32, "chacha20-poly1305")} 5 bytes`],
    [
      "chacha20-poly1305",
      `${long}:${long}`,
      "is a chain of 2 keys, expected one: 2022-blake3-chacha20-poly1305 has no identity headers",
    ],
  ];
  for (const [method, password, message] of cases) {
    const error = assertThrows(() => readLink(link(method, password)), ConfigError);
    assertEquals(error.message, `Cannot read the link: password: ${message}`);
  }
});

test("method none goes without a password", () => {
  assertEquals(readLink("ss://none:@127.0.0.1:1").password, "");
});

test("a link survives a shell in single quotes", () => {
  const link = writeLink({ ...PLAIN, method: "2022-blake3-aes-128-gcm", password: "a'b!(c)*", name: "it's" });
  assertEquals(/^[\w:/@.#%-]+$/.test(link), true, link);
});

test("a plugin is percent-decoded once, and its options keep their own escapes", () => {
  const cases: [string, Plugin | undefined][] = [
    ["?plugin=obfs-local%3Bobfs%3Dhttp", { name: "obfs-local", options: "obfs=http" }],
    ["/?plugin=obfs-local;obfs=http;fast", { name: "obfs-local", options: "obfs=http;fast" }],
    ["/?plugin=p%3Bpath%3D%2Fa%255C%5C%3Bb%5C%3Dc%5C%5C%5C%3A", { name: "p", options: "path=/a%5C\\;b\\=c\\\\\\:" }],
    ["/?plugin=a%5C%3Bb%5C%5C%3Bc", { name: "a;b\\", options: "c" }],
    ["/?group=x&prefix=%16%03&outline=1&%70lugin=v2ray-plugin", { name: "v2ray-plugin", options: "" }],
    ["/?plugin=+a+b", { name: "+a+b", options: "" }],
    ["/?plugin=&plugin&PLUGIN=x&plug=y&%zz=z", undefined],
  ];
  for (const [query, plugin] of cases) {
    const link = parseLink(`ss://aes-256-gcm:secret@example.com:8388${query}#n`);
    assertEquals(link.plugin, plugin, query);
    assertEquals(link.server, { ...PLAIN, name: "n" }, query);
    assertEquals(parseLink(writeLink(link.server, link.plugin)), link, query);
  }
});

test("a plugin that cannot be read is no reason to go without it", () => {
  const cases: [string, string][] = [
    ["plugin=%ff", "its plugin has a broken percent escape"],
    ["plugin=a%", "its plugin has a broken percent escape"],
    ["plugin=%3Bobfs=http", "its plugin has no name"],
  ];
  for (const [query, reason] of cases) {
    for (const read of [parseLink, readLink]) {
      const { message } = assertThrows(() => read(`ss://aes-256-gcm:hunter2@h:1/?${query}`), ConfigError);
      assertEquals(message, `Cannot read the link: ${reason}`, query);
    }
  }
});

test("a whole link in base64 is cut at its last @ and its first colon, and is not decoded twice", () => {
  const password = "p@ss:w%41rd+/=";
  for (const host of ["192.0.2.1", "[2001:db8::1]", "example.com"]) {
    const whole = btoa(`aes-256-gcm:${password}@${host}:8388`);
    const forms = [whole, whole.replace(/=+$/, ""), whole.replaceAll("=", "%3D"), whole.replaceAll("/", "_")];
    for (const form of [...forms, `${whole}/`]) {
      const { host: read, password: key } = readLink(`ss://${form}#n`);
      assertEquals([read, key], [host.replace(/[[\]]/g, ""), password], form);
    }
  }
});

test("a label is percent-decoded once, a plus in it stays, and one with a broken escape is taken as it stands", () => {
  const cases: [string, string | undefined][] = [
    ["", undefined],
    ["#", undefined],
    ["#a+b", "a+b"],
    ["#a%20b%2Bc", "a b+c"],
    ["#100%", "100%"],
    ["#%2525", "%25"],
    ["#%E2%82%AC%F0%9F%99%82", "€🙂"],
    ["#€🙂", "€🙂"],
    ["#a#b?c&plugin=x@y", "a#b?c&plugin=x@y"],
  ];
  for (const [fragment, name] of cases) {
    const { server, plugin } = parseLink(`ss://aes-256-gcm:secret@example.com:8388/${fragment}`);
    assertEquals([server.name, plugin], [name, undefined], fragment);
    assertEquals(parseLink(writeLink(server)).server, server);
  }
});

test("every server is written as a link from which it is read again", () => {
  const below = seeded(20261122);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const letters = [..."aZ09:/@?#%&=+-_.~! \"'\\;|\u00e9\u20ac\u{1f642}\u0000\n"];
  const text = () => Array.from({ length: 1 + below(40) }, () => pick(letters)).join("");
  const hosts = ["192.0.2.7", "2001:db8::7", "fe80::1%eth0", "example.com", "xn--bcher-kva.example", "a_b"];
  for (let round = 0; round < 2000; round++) {
    const row = pick(METHODS);
    const chain = () => Array.from({ length: hasIdentities(row) ? 1 + below(3) : 1 }, () => generateKey(row)).join(":");
    const server: ServerEntry = {
      host: pick(hosts),
      port: 1 + below(65535),
      method: row.name,
      password: row.kind === "aead-2022" ? chain() : text(),
      ...(below(2) === 0 ? {} : { name: text() }),
    };
    const link = writeLink(server);
    assertMatch(link, /^ss:\/\/[\w~.%:-]+@[\w.%:[\]-]+:\d+(\/#[\w~.%-]+)?$/);
    assertEquals(readLink(link), server, link);
  }
});
