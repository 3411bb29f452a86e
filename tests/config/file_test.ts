import { assertEquals, assertThrows, test } from "#test";
import { readConfigText } from "../../config/file.ts";
import type { Role } from "../../config/keys.ts";
import { ConfigError } from "../../config/types.ts";

/** What a value reads as, without where it stands. */
function read(value: unknown, role: Role = "server") {
  const { parts: { at: _, ...parts }, warnings } = readConfigText(JSON.stringify(value), "c.json", role);
  return { parts, warnings };
}

test("a server's file is read, comments and commas and all", () => {
  const text = `\ufeff{
    // the server
    "server": "0.0.0.0", server_port: "8388", 'password': "secret", method: "AES-256-GCM", timeout: 300,
    "local_address": "127.0.0.1", /* as in the original's sample */
  }`;
  assertEquals(readConfigText(text, "c.json", "server"), {
    parts: {
      places: [{ host: "0.0.0.0" }],
      port: 8388,
      password: "secret",
      method: "aes-256-gcm",
      limits: { idle: 300 },
      timeout: ["idle"],
      at: { password: { source: "c.json", key: "password" } },
    },
    warnings: ["c.json: local_address is not used by a server"],
  });
});

test("a client's file names one server or several, each with a port of its own or not", () => {
  const { parts, warnings } = read({
    server: ["a.example", "b.example:9000", "[2001:db8::1]:9001", "2001:db8::2"],
    server_port: 8388,
    local_address: "::1",
    "local-port": "1081",
    remarks: "home",
    protocol: "socks",
    crypto: "noble",
  }, "local");
  assertEquals(warnings, []);
  assertEquals(parts, {
    places: [
      { host: "a.example" },
      { host: "b.example", port: 9000 },
      { host: "2001:db8::1", port: 9001 },
      { host: "2001:db8::2" },
    ],
    port: 8388,
    localHost: "::1",
    localPort: 1081,
    name: "home",
    protocol: "socks",
    crypto: "noble",
  });
});

test("limits are read by their names, and timeout is the idle limit unless that is named", () => {
  const limits = {
    connect_timeout: 5,
    "handshake-timeout": "7.5",
    half_closed_timeout: 60,
    keepalive: 15,
    first_payload_wait: 0,
    drains: 10,
    salts: 1000,
    udp_timeout: "60",
    udp_lookup_timeout: 1,
    "udp-max-associations": 1,
    dns_answer_timeout: 0.5,
    dns_max_questions: 1,
  };
  assertEquals(read({ ...limits, timeout: 300, idle_timeout: 600 }).parts.limits, {
    connect: 5,
    handshake: 7.5,
    halfClosed: 60,
    keepalive: 15,
    firstPayloadWait: 0,
    drains: 10,
    salts: 1000,
    udp: 60,
    udpLookup: 1,
    udpAssociations: 1,
    dnsAnswer: 0.5,
    dnsQuestions: 1,
    idle: 600,
  });
  assertEquals(read({ idle_timeout: 600, timeout: 300 }).parts.limits, { idle: 600 });
});

test("several ports with their passwords are read, and said to count before a single one", () => {
  assertEquals(read({ port_password: { "8381": "a", "8382": "b" }, server_port: 1, password: "c" }), {
    parts: { portPassword: [{ port: 8381, password: "a" }, { port: 8382, password: "b" }] },
    warnings: ["c.json: port_password is used, and server_port and password are not"],
  });
});

test("users of a port and servers that it passes users on to are read; empty lists are none", () => {
  const users = [{ name: "alice", password: "a" }, { name: "bob", password: "b" }];
  assertEquals(read({ users, destinations: [] }), { parts: { users }, warnings: [] });
  const destination = { name: "far", server: "far.example", server_port: "8389", password: "c" };
  assertEquals(read({ users: [], destinations: [destination], "allow-legacy": true }).parts, {
    destinations: [{ name: "far", host: "far.example", port: 8389, password: "c" }],
    allowLegacy: true,
  });
});

test("what is wrong with a list is said with its place, and nothing in it is shown", () => {
  const user = { name: "hunter2", password: "hunter3" };
  const server = { ...user, server: "far.example", server_port: 8389 };
  const form = "{ name, password }";
  const cases: [object, Role, string][] = [
    [{ users: "hunter2" }, "server", `users: found a text, expected a list [${form}, …]`],
    [{ users: { hunter2: "hunter3" } }, "server", `users: found an object, expected a list [${form}, …]`],
    [{ users: ["hunter2"] }, "server", `users[0]: found a text, expected ${form}`],
    [{ users: [user, { hunter2: "" }] }, "server", `users[1]: found an object, expected ${form} and no other keys`],
    [{ users: [{ password: "x" }] }, "server", "users[0].name: found nothing, expected a text that is not empty"],
    [
      { users: [{ ...user, name: "" }] },
      "server",
      "users[0].name: found an empty text, expected a text that is not empty",
    ],
    [{ users: [{ ...user, name: 1 }] }, "server", "users[0].name: found a number, expected a text that is not empty"],
    [{ users: [{ name: "x" }] }, "server", "users[0].password: found nothing, expected a text in quotes"],
    [
      { users: [{ ...user, password: "" }] },
      "server",
      "users[0].password: found an empty text, expected a text that is not empty",
    ],
    [
      { users: [user] },
      "local",
      'users: belongs to a server: expected "password" with the key of one user, behind that of the server and a colon ' +
      "for a method of 2022",
    ],
    [
      { users: [user], port_password: { "8381": "x" } },
      "server",
      "users: stands beside port_password: expected one of the two",
    ],
    [
      { destinations: [server], port_password: { "8381": "x" } },
      "server",
      "destinations: stands beside port_password: expected one of the two",
    ],
    [
      { destinations: [user] },
      "server",
      "destinations[0].server: found nothing, expected an IP address or a name",
    ],
    [
      { destinations: [{ ...server, server_port: 0 }] },
      "server",
      "destinations[0].server_port: found 0, expected a whole number from 1 to 65535",
    ],
    [
      { destinations: [{ ...server, port: 1 }] },
      "server",
      "destinations[0]: found an object, expected { name, server, server_port, password } and no other keys",
    ],
    [
      { destinations: [server] },
      "local",
      'destinations: belongs to a server: expected "password" with the keys on the way, with colons between',
    ],
    [{ allow_legacy: "yes" }, "server", 'allow_legacy: found "yes", expected true or false'],
  ];
  for (const [value, role, message] of cases) {
    assertEquals(assertThrows(() => read(value, role), ConfigError).message, `Cannot read c.json: ${message}`);
  }
});

test("a key that only affects speed is said to be unused", () => {
  assertEquals(read({ fast_open: true, "reuse-port": 4, use_syslog: true }).warnings, [
    "c.json: fast_open only affects speed, and is not used",
    "c.json: reuse-port only affects speed, and is not used",
    'c.json: use_syslog is not used: expected "log_file", or standard error',
  ]);
});

test("an unknown key is said to be one, with the nearest that is known", () => {
  assertEquals(read({ sever_port: 1, "pasword": "hunter2", zzzzzz: 1, "a\u001b[2J": 1 }).warnings, [
    'c.json: sever_port is not a key that is known here; the nearest known one is "server_port"',
    'c.json: pasword is not a key that is known here; the nearest known one is "password"',
    "c.json: zzzzzz is not a key that is known here",
    "c.json: a\\u001b[2J is not a key that is known here",
  ]);
});

test("each mode is taken by every command, without a remark", () => {
  for (const mode of ["tcp_only", "udp_only", "tcp_and_udp"] as const) {
    for (const role of ["server", "local", "tunnel", "dns"] as const) {
      assertEquals(read({ mode }, role), { parts: { mode }, warnings: [] });
    }
  }
});

test("a tunnel's file says where it leads; a server that shares the file passes that over", () => {
  const targets: [string, string, number][] = [
    ["dns.example:53", "dns.example", 53],
    ["127.0.0.1:65535", "127.0.0.1", 65535],
    ["[2001:db8::1]:1", "2001:db8::1", 1],
  ];
  for (const [text, host, port] of targets) {
    const value = { tunnel_address: text, protocol: "tunnel" };
    assertEquals(read(value, "tunnel"), { parts: { target: { host, port } }, warnings: [] });
  }
  assertEquals(read({ "tunnel-address": "dns.example:53" }), {
    parts: {},
    warnings: ["c.json: tunnel-address is not used by a server"],
  });
});

test("of the keys about datagrams, those that only cut them are said to be unused", () => {
  const text = "is not used: what is too large for one packet goes in several, as the system cuts it";
  assertEquals(read({ mtu: 1397, udp_mtu: 65535, udp_weight: 1 }).warnings, [
    `c.json: mtu ${text}`,
    `c.json: udp_mtu ${text}`,
    "c.json: udp_weight is not used: one of the servers is taken at random for each connection",
  ]);
});

test("a key that changes where traffic goes or how it is protected is refused, unless it is off", () => {
  const keys = [
    "plugin",
    "plugin-opts",
    "outbound_bind_addr",
    "outbound_fwmark",
    "fwmark",
    "interface",
    "group",
    "manager_address",
    "online_config",
    "key",
    "one_time_auth",
  ];
  for (const key of keys) {
    assertThrows(() => read({ [key]: "hunter2" }), ConfigError, `Cannot read c.json: ${key}: `);
    for (const off of ["", null, false, [], {}]) assertEquals(read({ [key]: off }), { parts: {}, warnings: [] });
  }
});

test("a file cannot reach the prototype of what is read", () => {
  const { parts, warnings } = readConfigText('{"__proto__": {"port": 1}, "constructor": 1}', "c.json", "server");
  assertEquals(parts.port, undefined);
  assertEquals(warnings.length, 2);
});
