import { assertEquals, assertThrows, test } from "#test";
import { readFileSync } from "node:fs";
import type { Dialect } from "../../config/dialect.ts";
import type { Role } from "../../config/keys.ts";
import { type Config, ConfigError, type ServerEntry } from "../../config/types.ts";
import { loadText } from "./loading.ts";

/** What a fixture means to a command of its family, and what is said of it. */
function load(file: string, role: Role, dialect: Dialect): { config: Config; warnings: string[] } {
  const text = readFileSync(new URL(`fixtures/${file}`, import.meta.url), "utf8");
  const env = (name: string) => name === "PASSWORD_FROM_ENV" ? "from the environment" : undefined;
  return loadText(text, file, role, dialect, env);
}

/** A server on one line: where, what, and with which keys. */
function lineOf({ host, port, method, password, mode, users, name }: ServerEntry): string {
  const keys = users?.map((user) => `${user.name}=${user.password}`).join(",");
  return [`${host} ${port} ${method} ${password}`.trim(), mode, keys, name].filter(Boolean).join(" ");
}

/** A port for applications on one line. */
function localLines({ locals }: Config): string[] {
  return locals.map(({ host, port, protocol, mode, target, remoteDns, localDns }) =>
    [protocol, host, port, mode, target, remoteDns, localDns]
      .filter(Boolean).map((part) => typeof part === "object" ? `${part.host}:${part.port}` : part).join(" ")
  );
}

/** What each file means to a server of its family. */
const SERVERS: [file: string, dialect: Dialect, lines: string[]][] = [
  [
    "python/server-multi-ports.json",
    "python",
    [8384, 8345, 8346, 8347].map((port) => `127.0.0.1 ${port} aes-256-cfb foobar4 tcp_and_udp`),
  ],
  [
    "python/server-multi-passwd.json",
    "python",
    [1, 2, 3].map((n) => `127.0.0.1 838${n} aes-256-cfb foobar${n} tcp_and_udp`),
  ],
  ["python/server-dnsserver.json", "python", ["127.0.0.1 8388 aes-256-cfb aes_password tcp_and_udp"]],
  ["python/mbedtls-aes-gcm.json", "python", ["127.0.0.1 8388 aes-256-gcm aes_password tcp_and_udp"]],
  ["python/table.json", "python", ["127.0.0.1 8388 table table_password tcp_and_udp"]],
  ["libev/dual-stack.json", "libev", ["::0 8388 chacha20-ietf-poly1305 barfoo! tcp_only"]],
  ["python/workers.json", "python", ["127.0.0.1 8388 aes-256-cfb workers_password tcp_and_udp"]],
  [
    "node/config-server-multi-passwd.json",
    "python",
    [1, 2].map((n) => `127.0.0.1 838${n} aes-256-cfb foobar${n} tcp_and_udp`),
  ],
  [
    "libev/debian-config.json",
    "libev",
    ["::1", "127.0.0.1"].map((host) => `${host} 8388 chacha20-ietf-poly1305 barfoo! tcp_and_udp`),
  ],
  ["rust/config.json", "rust", ["127.0.0.1 8388 aes-256-gcm password tcp_only"]],
  ["rust/config_ext.json", "rust", [
    "127.0.0.1 8384 chacha20-ietf-poly1305 password-svr2 tcp_only",
    "127.0.0.1 8385 aes-128-gcm password-svr3 tcp_only",
  ]],
  ["rust/config_ext-2021.json", "rust", [
    "127.0.0.1 1080 bf-cfb password-svr1 tcp_only",
    "127.0.0.1 1081 aes-256-cfb password-svr2 tcp_only",
    "127.0.0.1 1082 rc4-md5 password-svr3 tcp_only",
  ]],
  ["rust/readme-extended.json5", "rust", [
    "127.0.0.1 8388 aes-256-gcm rwQc8qPXVsRpGx3uW+Y3Lj4Y42yF9Bs0xg1pmx8/+bo= tcp_only",
    "127.0.0.1 8389 chacha20-ietf-poly1305 /dliNXn5V4jg6vBW4MnC1I8Jljg9x7vSihmk6UZpRBM= tcp_only",
  ]],
  ["rust/readme-configuration.json5", "rust", [
    ":: 8387 aes-256-gcm your-password tcp_only",
    "0.0.0.0 8389 aes-256-gcm your-password tcp_only",
    "0.0.0.0 8388 chacha20-ietf-poly1305 from the environment tcp_only",
    ":: 8390 2022-blake3-aes-256-gcm 3SYJ/f8nmVuzKvKglykRQDSgg10e/ADilkdRWrrY9HU= tcp_only " +
    "username=4w0GKJ9U3Ox7CIXGU4A3LDQAqP6qrp/tUi/ilpOR9p4=",
  ]],
  ["outline/config_example.yml", "umbra", [
    ":: 9000 chacha20-ietf-poly1305 tcp_and_udp user-0=Secret0,user-1=Secret1",
    ":: 9001 chacha20-ietf-poly1305 tcp_and_udp user-2=Secret2",
  ]],
  ["outline/config_example-2020.yml", "umbra", [
    ":: 9000 chacha20-ietf-poly1305 tcp_and_udp user-0=Secret0,user-1=Secret1",
    ":: 9001 chacha20-ietf-poly1305 tcp_and_udp user-2=Secret2",
  ]],
];

for (const [file, dialect, lines] of SERVERS) {
  test(`${file} means to a server what it means there`, () => {
    assertEquals(load(file, "server", dialect).config.servers.map(lineOf), lines);
  });
}

/** What each file means to a client of its family. */
const CLIENTS: [file: string, dialect: Dialect, locals: string[], servers: string[]][] = [
  ["python/server-multi-passwd-client-side.json", "python", ["socks 127.0.0.1 1081 tcp_and_udp"], [
    "127.0.0.1 8385 aes-256-cfb foobar5",
  ]],
  ["python/client-multi-server-ip.json", "python", ["socks 127.0.0.1 1081 tcp_and_udp"], [
    "127.0.0.1 8388 aes-256-cfb aes_password",
    "127.0.0.1 8388 aes-256-cfb aes_password",
  ]],
  ["node/config-client-multi-server-port.json", "python", ["socks 127.0.0.1 1081 tcp_and_udp"], [
    "123.123.123.1 8381 aes-256-cfb barfoo!",
    "123.123.123.2 8381 aes-256-cfb barfoo!",
    "123.123.123.2 8382 aes-256-cfb barfoo!",
  ]],
  [
    "node/config-client-multi-port.json",
    "python",
    ["socks 127.0.0.1 1081 tcp_and_udp"],
    [0, 1, 2, 3].map((n) => `123.123.123.1 838${n} aes-256-cfb barfoo!`),
  ],
  [
    "libev/debian-config.json",
    "libev",
    ["socks 127.0.0.1 1080 tcp_and_udp"],
    ["::1", "127.0.0.1"].map((host) => `${host} 8388 chacha20-ietf-poly1305 barfoo!`),
  ],
  ["rust/config.json", "rust", ["socks 127.0.0.1 1080 tcp_only"], ["127.0.0.1 8388 aes-256-gcm password"]],
  ["rust/config_ext-2021.json", "rust", ["socks 127.0.0.1 8388 tcp_only"], [
    "127.0.0.1 1080 bf-cfb password-svr1",
    "127.0.0.1 1081 aes-256-cfb password-svr2",
    "127.0.0.1 1082 rc4-md5 password-svr3",
  ]],
  ["rust/readme-extended.json5", "rust", ["socks 127.0.0.1 1080 tcp_only"], [
    "127.0.0.1 8388 aes-256-gcm rwQc8qPXVsRpGx3uW+Y3Lj4Y42yF9Bs0xg1pmx8/+bo=",
    "127.0.0.1 8389 chacha20-ietf-poly1305 /dliNXn5V4jg6vBW4MnC1I8Jljg9x7vSihmk6UZpRBM=",
  ]],
  ["rust/readme-configuration.json5", "rust", [
    "socks 127.0.0.1 1080 tcp_only",
    "socks 127.0.0.1 1081 tcp_and_udp",
    "tunnel 127.0.0.1 5353 tcp_only 8.8.8.8:53",
    "dns 127.0.0.1 53 udp_only 8.8.8.8:53 114.114.114.114:53",
  ], [
    ":: 8387 aes-256-gcm your-password",
    "0.0.0.0 8389 aes-256-gcm your-password",
    "0.0.0.0 8388 chacha20-ietf-poly1305 from the environment",
    ":: 8390 2022-blake3-aes-256-gcm 3SYJ/f8nmVuzKvKglykRQDSgg10e/ADilkdRWrrY9HU=",
  ]],
  ["sip008/without-plugins.json5", "rust", ["socks 127.0.0.1 1080 tcp_only"], [
    "example.com 8388 chacha20-ietf-poly1305 example Name of the server",
    "example.com 8388 chacha20-ietf-poly1305 example Name of the server",
  ]],
  ["sip008/list-2018.json", "rust", ["socks 127.0.0.1 1080 tcp_only"], [
    "198.199.101.152 8388 aes-256-cfb u1rRWTssNv0p Example 1",
    "198.199.101.152 8389 aes-256-cfb u1rRWTssNv0p Example 2",
  ]],
  ["links/sip002.txt", "umbra", ["socks 127.0.0.1 1080"], [
    "192.168.100.1 8888 aes-128-gcm test Example1",
    "192.168.100.1 8888 2022-blake3-aes-256-gcm YctPZ6U7xPPcU+gp3u+0tx/tRizJN9K8y+uKlW2qjlI= Example3",
  ]],
];

for (const [file, dialect, locals, servers] of CLIENTS) {
  test(`${file} means to a client what it means there`, () => {
    const { config } = load(file, "local", dialect);
    assertEquals(localLines(config), locals);
    for (const local of config.locals) assertEquals(local.servers.map(lineOf), servers);
  });
}

test("timeout ends idle connections in the Python program and libev, and bounds connecting in rust", () => {
  const python = load("python/workers.json", "server", "python").config;
  assertEquals([python.limits.idle, python.limits.connect], [60, 10]);
  const libev = load("libev/debian-config.json", "server", "libev").config;
  assertEquals([libev.limits.idle, libev.limits.connect], [86400, 10]);
  const rust = load("rust/config.json", "server", "rust").config;
  assertEquals([rust.limits.idle, rust.limits.connect, rust.limits.handshake], [86400, 300, 300]);
});

test("what a family does unless told holds for its files", () => {
  const python = load("python/workers.json", "server", "python").config;
  assertEquals([python.workers, python.outbound, python.allowLegacy], [4, { denied: "loopback" }, true]);
  assertEquals(load("python/server-dnsserver.json", "server", "python").config.dns?.servers, ["8.8.8.8", "8.8.4.4"]);
  assertEquals(load("libev/debian-config.json", "server", "libev").config.outbound, { denied: "nothing" });
  const rust = load("rust/readme-configuration.json5", "server", "rust").config;
  assertEquals([rust.workers, rust.life, rust.log], [10, { openFiles: 10240 }, { level: "debug" }]);
  assertEquals([rust.limits.udp, rust.limits.udpAssociations, rust.limits.keepalive], [300, 512, 15]);
  assertEquals(rust.dns, { servers: ["google"], cacheSize: 0, ipv6First: false });
});

test("what a file asks for and does not get is said", () => {
  const file = "rust/readme-configuration.json5";
  assertEquals(
    load(file, "server", "rust").warnings,
    [
      "local_address is not used by a server",
      "local_port is not used by a server",
      "locals is not used by a server",
      ...['servers[0].timeout is not used: expected "timeout" outside, which holds for all'],
      ...["tcp", "udp"].map((way) =>
        `servers[0].${way}_weight is not used: one of the servers is taken at random for each connection`
      ),
      "no_delay only affects speed, and is not used",
      "ipv6_only is not used: a port at :: serves IPv4 too",
      "balancer is not used: one of the servers is taken at random for each connection",
      'log.config_path is not used: expected "level", "format" ("text" or "json") and "file"',
    ].map((warning) => `${file}: ${warning}`),
  );
});

/** What cannot be done here, and would be missed. */
const REFUSED: [file: string, role: Role, dialect: Dialect, message: string][] = [
  [
    "sip008/document.json5",
    "local",
    "rust",
    "servers[0].plugin: plugins are not supported in this version",
  ],
  [
    "python/rc4-md5-ota.json",
    "server",
    "python",
    "one_time_auth: one-time authentication was withdrawn, and is not supported",
  ],
  ["python/config-r.json", "server", "python", "obfs: what ShadowsocksR adds is not supported"],
  [
    "rust/config_ext.json",
    "local",
    "rust",
    'locals[1].protocol: "http" is not supported in this version, expected one of socks, tunnel, dns',
  ],
  [
    "libev/config.sample.json",
    "server",
    "libev",
    "local_address: the address from which a server connects cannot be chosen in this version: expected no such key",
  ],
];

for (const [file, role, dialect, message] of REFUSED) {
  test(`${file} is refused by a ${role}, with the reason`, () => {
    const error = assertThrows(() => load(file, role, dialect), ConfigError);
    assertEquals(error.message, `Cannot read ${file}: ${message}`);
  });
}

test("a client of libev takes the file that its server cannot", () => {
  const { config, warnings } = load("libev/config.sample.json", "local", "libev");
  assertEquals(localLines(config), ["socks 127.0.0.1 10800 tcp_only"]);
  assertEquals(config.life, { user: "nobody" });
  assertEquals(warnings.map((text) => text.split(" ")[1]), ["encrypt_method", "addr", "reuse_port", "fast_open"]);
});
