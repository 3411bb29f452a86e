import { assertEquals, assertThrows, test } from "#test";
import type { Dialect } from "../../config/dialect.ts";
import { readConfigText } from "../../config/file.ts";
import type { Role } from "../../config/keys.ts";
import type { Parts } from "../../config/parts.ts";
import { ConfigError } from "../../config/types.ts";
import { loadText } from "./loading.ts";

/** What a file with these keys says, and the remarks without the file's name. */
function read(keys: object, dialect: Dialect, role: Role = "server"): { parts: Parts; warnings: string[] } {
  const { parts: { at: _, ...parts }, warnings } = readConfigText(JSON.stringify(keys), "c.json", role, dialect);
  return { parts, warnings: warnings.map((text) => text.replace("c.json: ", "")) };
}

test("timeout sets the limit that its dialect means, unless that is named", () => {
  const idle = { parts: { limits: { idle: 60 }, timeout: ["idle" as const] }, warnings: [] };
  for (const dialect of ["umbra", "python", "libev"] as const) assertEquals(read({ timeout: "60" }, dialect), idle);
  assertEquals(read({ timeout: 60 }, "rust").parts, {
    limits: { connect: 60, handshake: 60 },
    timeout: ["connect", "handshake"],
  });
  assertEquals(read({ handshake_timeout: 5, timeout: 60 }, "rust").parts.limits, { connect: 60, handshake: 5 });
});

test("what each family does unless told", () => {
  const at = (dialect: Dialect, role: Role) => {
    const keys = { server: "127.0.0.1", password: "x", ...dialect === "rust" && { method: "aes-256-gcm" } };
    const { config } = loadText(JSON.stringify(keys), "c.json", role, dialect);
    const entry = config.servers[0] ?? config.locals[0]?.servers[0];
    return [entry?.method, config.servers[0]?.mode ?? config.locals[0]?.mode, config.limits.idle, config.outbound];
  };
  assertEquals(at("python", "server"), ["aes-256-cfb", "tcp_and_udp", 300, { denied: "loopback" }]);
  assertEquals(at("python", "local"), ["aes-256-cfb", "tcp_and_udp", 300, undefined]);
  assertEquals(at("libev", "server"), ["chacha20-ietf-poly1305", "tcp_only", 60, { denied: "nothing" }]);
  assertEquals(at("libev", "local"), ["chacha20-ietf-poly1305", "tcp_only", 60, undefined]);
  assertEquals(at("rust", "server"), ["aes-256-gcm", "tcp_only", 86400, { denied: "nothing" }]);
});

test("without an address, a server of the Python program or of libev listens to IPv4", () => {
  for (const dialect of ["python", "libev"] as const) {
    const { config } = loadText('{"password": "x", "server_port": 1}', "c.json", "server", dialect);
    assertEquals(config.servers.map(({ host, port }) => [host, port]), [["0.0.0.0", 1]]);
  }
});

test("the Python program has no mode, and forbids this machine alone unless told", () => {
  const { parts, warnings } = read({ mode: "tcp_only" }, "python");
  assertEquals(parts, {});
  assertEquals(warnings, ["mode is not used: the Python program has no such key, and always carries UDP"]);
  assertEquals(read({ forbidden_ip: "" }, "python").parts.outbound, { denied: "nothing", forbidden: [] });
});

test("what one side of a family passes over in a shared file is passed over here", () => {
  const shared = "belongs to a server, and is not used by a client";
  for (const dialect of ["python", "libev", "rust"] as const) {
    assertEquals(read({ port_password: { "1": "x" } }, dialect, "local").warnings, [`port_password ${shared}`]);
    assertEquals(read({ users: [{ name: "a", password: "b" }] }, dialect, "local").warnings, [`users ${shared}`]);
  }
  assertEquals(read({ tunnel_address: "h:1" }, "libev", "local").warnings, [
    "tunnel_address is not used: it belongs to ss-tunnel",
  ]);
  assertEquals(read({ tunnel_address: "h:1" }, "libev", "tunnel").parts.target, { host: "h", port: 1 });
  assertEquals(read({ port_password: { "1": "x" } }, "libev").warnings, [
    "port_password is not used by ss-server: it belongs to ss-manager",
  ]);
});

test("at a server of libev, the local address is the one that it connects from, and is refused", () => {
  for (const key of ["local_address", "local_ipv4_address", "local_ipv6_address"]) {
    assertThrows(() => read({ [key]: "::1" }, "libev"), ConfigError, "from which a server connects cannot be chosen");
    assertEquals(read({ [key]: "" }, "libev").parts, {});
  }
  assertEquals(read({ local_address: "::1" }, "libev", "local").parts.localHost, "::1");
});

test("ipv6_only says something else in rust", () => {
  assertEquals(read({ ipv6_only: true }, "umbra").parts.dns, { ipv6Only: true });
  assertEquals(read({ ipv6_only: true }, "rust"), {
    parts: {},
    warnings: ["ipv6_only is not used: a port at :: serves IPv4 too"],
  });
});

test("rust takes shorter times for UDP than its sessions last; here the least is taken, and said", () => {
  assertEquals(read({ udp_timeout: 10 }, "rust"), {
    parts: { limits: { udp: 60 } },
    warnings: ["udp_timeout is taken as 60 seconds: sessions of 2022 are remembered that long"],
  });
  for (const value of [-1, "10", null]) assertThrows(() => read({ udp_timeout: value }, "rust"), ConfigError);
  assertThrows(() => read({ udp_timeout: 10 }, "umbra"), ConfigError);
});

test("a DNS port of rust takes both unless it says otherwise itself", () => {
  const locals = [{ protocol: "dns", local_port: 1 }, { protocol: "dns", local_port: 2, mode: "udp_only" }];
  const keys = { mode: "tcp_only", locals };
  assertEquals(read(keys, "rust", "local").parts.locals?.map(({ mode }) => mode), ["tcp_and_udp", "udp_only"]);
  assertEquals(read(keys, "umbra", "local").parts.locals?.map(({ mode }) => mode), [undefined, "udp_only"]);
});

test("the names that rust has for public resolvers are their addresses and certificates", () => {
  assertEquals(read({ dns: "google_tls" }, "rust").parts.dns?.servers, [
    "tls://8.8.8.8#dns.google",
    "tls://8.8.4.4#dns.google",
  ]);
  for (const name of ["google", "cloudflare", "quad9"]) {
    assertEquals(read({ dns: name }, "rust").parts.dns?.servers, [name]);
    for (const way of ["tls", "https"]) {
      assertEquals(read({ dns: `${name}_${way}` }, "rust").parts.dns?.servers?.length, 2);
    }
    assertThrows(() => read({ dns: `${name}_h3` }, "rust"), ConfigError, "Cannot read c.json: dns");
  }
});

test("where a tunnel leads is one key or two", () => {
  const two = { protocol: "tunnel", forward_address: "8.8.8.8", forward_port: "53" };
  assertEquals(read(two, "rust", "local").parts.target, { host: "8.8.8.8", port: 53 });
  assertEquals(read({ forward_address: "", tunnel_address: "h:1" }, "umbra", "tunnel").parts.target?.host, "h");
  const cases: [keys: object, message: string][] = [
    [{ forward_address: "h" }, 'forward_address: stands there alone, expected "forward_port" beside it'],
    [{ forward_port: 1 }, 'forward_port: stands there alone, expected "forward_address" beside it'],
    [
      { forward_address: "h", forward_port: 1, tunnel_address: "h:1" },
      "forward_address: stands beside tunnel_address: expected one of the two",
    ],
  ];
  for (const [keys, message] of cases) {
    assertEquals(
      assertThrows(() => read(keys, "umbra", "tunnel"), ConfigError).message,
      `Cannot read c.json: ${message}`,
    );
  }
});

test("a key of an entry that stands in the wrong list is said not to be known there", () => {
  const { warnings } = read({ servers: [{ server: "h", local_port: 1, remark: "x", valueOf: 1 }] }, "umbra", "local");
  assertEquals(warnings, [
    "servers[0].local_port is not a key that is known here",
    'servers[0].remark is not a key that is known here; the nearest known one is "remarks"',
    "servers[0].valueOf is not a key that is known here",
  ]);
});

test("what ShadowsocksR adds is refused, unless it adds nothing", () => {
  for (const dialect of ["umbra", "python"] as const) {
    assertEquals(read({ obfs: "plain", obfs_param: "", protocol_param: "" }, dialect).parts, {});
    assertThrows(() => read({ obfs: "tls1.2_ticket_auth" }, dialect), ConfigError, "obfs: what ShadowsocksR adds");
  }
});
