import { assert, assertEquals, assertThrows, test } from "#test";
import type { Dialect } from "../../config/dialect.ts";
import type { Role } from "../../config/keys.ts";
import { ConfigError } from "../../config/types.ts";
import { loadText } from "./loading.ts";

/** What stands in every broken file where a secret may, or where somebody put one by mistake. */
const SECRET = "hunter2";

/** A key of the default method that is none. */
const NO_KEY = "expected base64 of 16 bytes (make one with: umbra keygen 2022-blake3-aes-128-gcm), got 5 bytes";

const OTHERWISE = "settings of outgoing connections are not supported in this version";

type Case = readonly [role: Role, dialect: Dialect, text: string, message: string];

/** Broken files, each with what is said of it behind `Cannot read c.json: `. */
const READING: readonly Case[] = [
  ["server", "umbra", `{ password: "${SECRET}"`, "it is not JSON5 at line 1, column 22"],
  ["server", "libev", `{"password": "${SECRET}" "method": 1}`, "it is not JSON5 at line 1, column 24"],
  ["local", "rust", "[]", "found a list, expected an object { … }"],
  ["local", "rust", `["${SECRET}"]`, "found a list, expected an object { … }"],
  [
    "server",
    "umbra",
    '{"user\\u001b-x": 1, "user\\u001b_x": 2}',
    'user\\u001b_x: stands there twice, as "user\\u001b-x" too',
  ],
  ["server", "umbra", "null", "found nothing, expected an object { … }"],
  [
    "server",
    "umbra",
    '{server_port: "8390-8388"}',
    'server_port: found "8390-8388", expected a range upward of at most 1024 ports',
  ],
  [
    "server",
    "umbra",
    '{server_port: "1-65535"}',
    'server_port: found "1-65535", expected a range upward of at most 1024 ports',
  ],
  ["server", "python", "{server_port: []}", "server_port: found a list, expected at least one port"],
  [
    "server",
    "python",
    "{server_port: [8388, 70000]}",
    "server_port[1]: found 70000, expected a whole number from 0 to 65535",
  ],
  [
    "local",
    "python",
    '{server_port: ["8388", "x"]}',
    'server_port[1]: found "x", expected a whole number from 1 to 65535',
  ],
  ["local", "umbra", `{servers: "${SECRET}"}`, "servers: found a text, expected a list [{ … }, …]"],
  ["local", "rust", `{servers: ["${SECRET}"]}`, "servers[0]: found a text, expected an object { … }"],
  [
    "local",
    "rust",
    `{servers: [{password: "${SECRET}"}]}`,
    "servers[0].server: found nothing, expected an IP address or a name",
  ],
  [
    "server",
    "rust",
    `{servers: [{server: "::", server_port: 1, password: "${SECRET}", method: "aes-256-gmc"}]}`,
    'servers[0].method: found "aes-256-gmc", expected one of those that umbra methods lists; ' +
    'the nearest known one is "aes-256-gcm"',
  ],
  [
    "server",
    "rust",
    '{servers: [{disabled: true}, {server: "::", port: "no"}]}',
    'servers[1].port: found "no", expected a whole number from 0 to 65535',
  ],
  [
    "server",
    "rust",
    `{servers: [{server: "::", users: [{name: "${SECRET}"}]}]}`,
    "servers[0].users[0].password: found nothing, expected a text in quotes",
  ],
  [
    "server",
    "rust",
    '{servers: [{server: "::", password: "${NOT_SET}"}]}',
    "servers[0].password: the variable NOT_SET of the environment is not set",
  ],
  [
    "local",
    "umbra",
    '{servers: [{server: "a", acl: "x.acl"}]}',
    'servers[0].acl: one port alone cannot have a list of its own in this version: expected "acl" outside',
  ],
  ["local", "rust", `{plugin: "v2ray-plugin;${SECRET}"}`, "plugin: plugins are not supported in this version"],
  ["server", "rust", "{outbound_fwmark: 255}", `outbound_fwmark: ${OTHERWISE}`],
  ["server", "rust", '{outbound_bind_interface: "eth1"}', `outbound_bind_interface: ${OTHERWISE}`],
  [
    "server",
    "libev",
    '{local_ipv4_address: "10.0.0.1"}',
    "local_ipv4_address: the address from which a server connects cannot be chosen in this version: " +
    "expected no such key",
  ],
  ["server", "libev", `{key: "${SECRET}"}`, 'key: a raw key is not supported in this version: expected "password"'],
  ["server", "libev", "{auth: true}", "auth: one-time authentication was withdrawn, and is not supported"],
  [
    "server",
    "python",
    '{"manager-address": "127.0.0.1:6001"}',
    "manager-address: the manager is not supported in this version",
  ],
  [
    "local",
    "rust",
    '{online_config: {config_url: "https://example.com/x"}}',
    "online_config: configs from the network are not supported in this version",
  ],
  [
    "local",
    "rust",
    '{locals: [{local_port: 1, protocol: "redir"}]}',
    'locals[0].protocol: "redir" is not supported in this version, expected one of socks, tunnel, dns',
  ],
  [
    "local",
    "rust",
    '{locals: [{local_port: 1, protocol: "tunnel", forward_address: "8.8.8.8"}]}',
    'locals[0].forward_address: stands there alone, expected "forward_port" beside it',
  ],
  [
    "local",
    "umbra",
    '{locals: [{protocol: "tunnel"}]}',
    'locals[0].protocol: is tunnel, which leads nowhere: expected "tunnel_address" beside it',
  ],
  [
    "local",
    "umbra",
    '{local_address: "0.0.0.0", locals: [{local_port: 1}]}',
    'local_address: stands beside locals without "local_port": expected both, or it in each of the list',
  ],
  [
    "local",
    "umbra",
    '{credentials: [{user: "u", password: "p"}], locals: [{local_port: 1}]}',
    'credentials: stands beside locals without "local_port": expected both, or it in each of the list',
  ],
  [
    "local",
    "rust",
    '{socks5_auth_config_path: "users.json", locals: [{local_port: 1}]}',
    'socks5_auth_config_path: stands beside locals without "local_port": expected both, or it in each of the list',
  ],
  [
    "local",
    "umbra",
    '{protocol: "tunnel", forward_address: "h", forward_port: 1, locals: [{local_port: 1}]}',
    'protocol: stands beside locals without "local_port": expected both, or it in each of the list',
  ],
  [
    "local",
    "umbra",
    '{locals: [{local_port: 1, protocol: "tunnel", forward_address: "fe80::1%eth0", forward_port: 1}]}',
    'locals[0].forward_address: found "fe80::1%eth0", expected an IP address without a zone, or a name',
  ],
  [
    "server",
    "umbra",
    '{users: [{name: "u", password: "p"}], servers: [{server: "::", server_port: 1}]}',
    'users: stands beside servers without "server_port": expected both, or it in each of the list',
  ],
  [
    "local",
    "umbra",
    `{credentials: [{user: "${SECRET}"}]}`,
    "credentials[0].password: found nothing, expected a text in quotes",
  ],
  [
    "local",
    "umbra",
    `{protocol: "dns", credentials: [{user: "a", password: "${SECRET}"}]}`,
    'credentials: belongs to a SOCKS5 port: expected "protocol": "socks"',
  ],
  ["server", "umbra", "{workers: 0}", 'workers: found 0, expected a whole number from 1 to 256, or "auto"'],
  [
    "server",
    "rust",
    '{runtime: {mode: "threads"}}',
    'runtime.mode: found "threads", expected one of single_thread, multi_thread',
  ],
  ["server", "umbra", '{log: {level: "trace"}}', 'log.level: found "trace", expected one of debug, info, warn, error'],
  ["server", "umbra", "{grace: -1}", "grace: found -1, expected a number of seconds from 0 to 2147483"],
  ["server", "rust", '{timeout: "soon"}', 'timeout: found "soon", expected a number of seconds from 1 to 2147483'],
  ["local", "rust", "{version: 2, servers: []}", "version: found 2, expected 1"],
  ["server", "umbra", "ss://YWVzLTEyOC1nY206dGVzdA@h:1", "links belong to a client, expected an object { … }"],
  [
    "local",
    "umbra",
    `\n# mine\nss://YWVzLTEyOC1nY206dGVzdA@h:1\nss://aes-128-gcm:${SECRET}@h:0`,
    "line 4: Cannot read the link: its port is out of range, expected a whole number from 1 to 65535",
  ],
  ["server", "umbra", `keys:\n\t- secret: ${SECRET}`, "line 2: found a tab before the text, expected spaces"],
  [
    "server",
    "umbra",
    `keys:\n  - id: a\n    port: 1\n    cipher: aes-128-gcm\n    secret: |\n      ${SECRET}`,
    "line 5: found what is not read here, expected a plain text, or one in quotes",
  ],
  [
    "server",
    "umbra",
    `keys:\n  - {id: a, port: 1, cipher: aes-128-gcm, secret: ${SECRET}}\n  - {id: b, port: 1, cipher: aes-256-gcm, secret: x}`,
    'keys[1].cipher: found "aes-256-gcm" beside "aes-128-gcm": the keys of one port have one cipher in this version',
  ],
  [
    "server",
    "umbra",
    "keys:\n  - id: a\n    port: 1\n    cipher: aes-128-gcm",
    "keys[0].secret: found nothing, expected a text in quotes",
  ],
  [
    "server",
    "umbra",
    "services:\n  - listeners:\n      - type: websocket-stream\n        web_server: w\n    keys: [{id: a, cipher: aes-128-gcm, secret: x}]",
    "services[0].listeners[0].type: websockets are not supported in this version",
  ],
  [
    "server",
    "umbra",
    "services:\n  - dialer: {fwmark: 1}",
    `services[0].dialer.fwmark: ${OTHERWISE}`,
  ],
  [
    "local",
    "umbra",
    "keys: []",
    "an Outline server's file belongs to a server, not to a client",
  ],
];

/** Files that read, and cannot be run: the whole of what is said. */
const BUILDING: readonly Case[] = [
  [
    "server",
    "umbra",
    `{password: "${SECRET}"}`,
    `Cannot read c.json: password: ${NO_KEY}; no method is named, and 2022-blake3-aes-128-gcm is the default`,
  ],
  [
    "server",
    "rust",
    `{servers: [{server: "::", method: "2022-blake3-aes-128-gcm", password: "${SECRET}"}]}`,
    `Cannot read c.json: servers[0].password: ${NO_KEY}`,
  ],
  [
    "server",
    "rust",
    '{servers: [{disabled: true, server: "::"}]}',
    "Cannot start: nothing is left of servers, expected at least one entry that is not disabled",
  ],
  [
    "server",
    "umbra",
    `{method: "aes-128-gcm", servers: [{server: "::", password: "${SECRET}"}, {server: "::", password: "b"}]}`,
    "Cannot listen on :: port 8388 twice: expected a port of its own for each",
  ],
  [
    "local",
    "umbra",
    '{server: "a", method: "none", locals: [{local_port: 1080}, {local_port: 1080, mode: "udp_only"}]}',
    "Cannot listen on 127.0.0.1 port 1080 twice: expected a port of its own for each",
  ],
  [
    "local",
    "rust",
    `{servers: [{server: "a", method: "aes-128-gcm", password: "${SECRET}", mode: "udp_only"}]}`,
    "Cannot serve TCP to applications: every server is udp_only, expected mode udp_only, or a server that carries TCP",
  ],
  [
    "local",
    "umbra",
    '{servers: [{server: "a", server_port: 0, method: "none"}]}',
    "Cannot read c.json: servers[0].server_port: found 0, expected a whole number from 1 to 65535",
  ],
  [
    "server",
    "umbra",
    "services: []",
    "Cannot start: nothing is left of servers, expected at least one entry that is not disabled",
  ],
  [
    "local",
    "python",
    `{password: "${SECRET}"}`,
    'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
  ],
];

for (const [role, dialect, text, message] of READING) {
  test(`${dialect} ${role}: ${message}`, () => refuses([role, dialect, text, `Cannot read c.json: ${message}`]));
}

for (const broken of BUILDING) test(`${broken[1]} ${broken[0]}: ${broken[3]}`, () => refuses(broken));

/** The file is refused by this message, which shows no secret. */
function refuses([role, dialect, text, message]: Case): void {
  const error = assertThrows(() => loadText(text, "c.json", role, dialect), ConfigError);
  assertEquals(error.message, message);
  assert(!error.message.includes(SECRET), error.message);
}
