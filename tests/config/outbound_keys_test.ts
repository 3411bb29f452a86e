import { assert, assertEquals, assertThrows, test } from "#test";
import { localConfig } from "../../config/client_config.ts";
import { readFlagValues } from "../../config/dashed.ts";
import { readConfigText } from "../../config/file.ts";
import type { Role } from "../../config/keys.ts";
import { overlay } from "../../config/overlay.ts";
import type { Parts } from "../../config/parts.ts";
import { serverConfig } from "../../config/server_config.ts";
import { ConfigError } from "../../config/types.ts";

/** What a file with these keys says. */
function read(keys: object, role: Role = "server"): Parts {
  const { parts, warnings } = readConfigText(JSON.stringify(keys), "c.json", role);
  assertEquals(warnings, []);
  return parts;
}

test("networks are a list, or have commas between", () => {
  for (const value of [["10.0.0.0/8", "::1"], "10.0.0.0/8,::1", " 10.0.0.0/8 , ::1 "]) {
    assertEquals(read({ forbidden_ip: value }), { outbound: { forbidden: ["10.0.0.0/8", "::1"] } });
    assertEquals(read({ allow_private: value }), { outbound: { allowPrivate: ["10.0.0.0/8", "::1"] } });
  }
  for (const off of ["", null, []]) assertEquals(read({ forbidden_ip: off }), { outbound: { forbidden: [] } });
  assertEquals(read({ allow_private: true, forbidden_ip: "::1" }), {
    outbound: { allowPrivate: true, forbidden: ["::1"] },
  });
  assertEquals(read({ allow_private: false }), { outbound: { allowPrivate: false } });
  for (const bad of ["10.0.0.0/33", "localhost", 7, [1], {}, ["", "::1"], "10.0.0.0/8,,::1"]) {
    for (const key of ["forbidden_ip", "allow_private"]) {
      assertThrows(() => read({ [key]: bad }), ConfigError, `Cannot read c.json: ${key}: found `);
    }
  }
});

test("a forbidden address that may be meant as a network is asked for its bits", () => {
  for (const unclear of ["10.0.0.0", "192.168.0.0", "fc00::", ["::1", "10.0.0.0"]]) {
    assertThrows(() => read({ forbidden_ip: unclear }), ConfigError, "expected its bits too: ");
  }
  for (const clear of ["10.0.0.0/8", "0.0.0.0", "::", "::1", "10.0.0.10", "fc00::/7"]) {
    assertEquals(read({ forbidden_ip: clear }).outbound, { forbidden: [clear] });
  }
});

test("name servers go by three names, of which a file has one", () => {
  for (const key of ["dns", "nameserver", "dns_server", "dns-server"]) {
    assertEquals(read({ [key]: "1.1.1.1, 8.8.8.8" }), { dns: { servers: ["1.1.1.1", "8.8.8.8"] } });
    assertEquals(read({ [key]: ["tls://1.1.1.1", "[::1]:53"] }), { dns: { servers: ["tls://1.1.1.1", "[::1]:53"] } });
    for (const off of ["", null, []]) assertEquals(read({ [key]: off }), {});
    for (const bad of ["dns.example", 7, ["1.1.1.1", ""], "ftp://1.1.1.1", {}]) {
      assertThrows(() => read({ [key]: bad }), ConfigError, `Cannot read c.json: ${key}: found `);
    }
  }
  assertEquals(read({ dns: "system" }), { dns: { servers: "system" } });
  for (const known of ["google", "cloudflare", "quad9", "udp://9.9.9.9", "https://dns.example/dns-query"]) {
    assertEquals(read({ dns: known }), { dns: { servers: [known] } });
  }
  assertThrows(() => read({ dns: "1.1.1.1", nameserver: "8.8.8.8" }), ConfigError, "by another key too");
});

test("the order of addresses, and how many answers are remembered", () => {
  assertEquals(read({ ipv6_first: true, ipv6_only: false, dns_cache_size: 10 }), {
    dns: { ipv6First: true, ipv6Only: false, cacheSize: 10 },
  });
  assertEquals(read({ prefer_ipv6: true }), { dns: { ipv6First: true } });
  assertThrows(() => read({ ipv6_first: "yes" }), ConfigError, "expected true or false");
  assertThrows(() => read({ dns_cache_size: -1 }), ConfigError, "expected a whole number");
});

test("proxies on the way are URLs, and a wrong one is not shown", () => {
  const link = "ss://aes-256-gcm:hunter2@example.com:9000";
  const parts = read({ outbound_proxy: ["socks5://127.0.0.1", "http://ada:pass%20word@[::1]:3128/", link] }, "local");
  assertEquals(parts.outboundProxy, [
    { kind: "socks5", host: "127.0.0.1", port: 1080 },
    { kind: "http", host: "::1", port: 3128, user: "ada", password: "pass word" },
    { kind: "ss", host: "example.com", port: 9000, method: "aes-256-gcm", password: "hunter2" },
  ]);
  assertEquals(read({ outbound_proxy: "socks5h://p.example:9" }).outboundProxy?.length, 1);
  const config = localConfig({ ...parts, links: [{ host: "a", port: 1, method: "aes-128-gcm", password: "x" }] });
  assertEquals(config.outboundProxy, parts.outboundProxy);
  for (const off of ["", null, []]) {
    assertEquals(serverConfig({ method: "none", ...read({ outbound_proxy: off }) }).outboundProxy, undefined);
  }
  for (
    const bad of [
      "hunter2",
      "ftp://hunter2",
      "socks5://u:hunter2@/",
      "http://h/hunter2",
      "socks5://h:0",
      "http://%ff:hunter2@h",
      "http://u:hunter2%zz@h",
      7,
      [""],
    ]
  ) {
    const error = assertThrows(() => read({ outbound_proxy: bad }), ConfigError, "c.json: outbound_proxy");
    assert(!error.message.includes("hunter2"), error.message);
  }
});

test("flags say the same, and count before a file", () => {
  const flags = {
    "allow-private": "10.0.0.0/8,::1",
    "dns": "quad9",
    "dns-cache-size": "5",
    "acl": "a.acl",
    "outbound-proxy": "socks5://127.0.0.1:9",
  };
  const parts = readFlagValues(flags, [], "server", new Set(["ipv6-first", "ipv6-only"]));
  assertEquals(parts, {
    outbound: { allowPrivate: ["10.0.0.0/8", "::1"] },
    dns: { ipv6First: true, ipv6Only: true, servers: ["quad9"], cacheSize: 5 },
    acl: "a.acl",
    outboundProxy: [{ kind: "socks5", host: "127.0.0.1", port: 9 }],
  });
  assertEquals(readFlagValues({ "allow-private": "" }, [], "server").outbound, { allowPrivate: true });
  const file = read({ allow_private: true, forbidden_ip: "::1", dns: "system", dns_cache_size: 7, acl: "b.acl" });
  const both = overlay(file, parts);
  assertEquals(both.outbound, { allowPrivate: ["10.0.0.0/8", "::1"], forbidden: ["::1"] });
  assertEquals(both.dns, { ...parts.dns, servers: ["quad9"] });
  assertEquals(serverConfig({ ...both, method: "none" }).acl, "a.acl");
});

test("what a server alone asks is remarked upon in a client's file", () => {
  for (const key of ["forbidden_ip", "allow_private"]) {
    const { warnings } = readConfigText(JSON.stringify({ [key]: "::1" }), "c.json", "local");
    assertEquals(warnings, [`c.json: ${key} is not used by a client`]);
  }
});

test("what a server denies is whatever is not public, this machine alone, or nothing", () => {
  for (const denied of ["private", "loopback", "nothing"] as const) {
    assertEquals(read({ denied }), { outbound: { denied } });
  }
  for (const bad of ["all", true, null]) {
    assertThrows(() => read({ denied: bad }), ConfigError, "expected one of private, loopback, nothing");
  }
});
