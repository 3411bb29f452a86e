import { assertEquals, test } from "#test";
import { tunnelConfig } from "../../../config/client_config.ts";
import { dialectDefaults } from "../../../config/dialect_defaults.ts";
import { readConfigText } from "../../../config/file.ts";
import { overlay } from "../../../config/overlay.ts";
import type { Config, LocalEntry, ServerEntry } from "../../../config/types.ts";
import { LIBEV_METHODS } from "../../../config/write/foreign_methods.ts";
import { fileText, type Keys } from "../../../config/write/keys.ts";
import { libevFile } from "../../../config/write/libev.ts";
import { findMethod } from "../../../crypto/methods.ts";
import { DEFAULT_LIMITS } from "../../../relay/limits.ts";
import { loadText } from "../loading.ts";
import { seeded } from "../random.ts";
import { type Below, pick, randomText } from "./random_config.ts";

const SERVER: ServerEntry = { host: "192.0.2.1", port: 8388, method: "aes-256-gcm", password: "hunter2" };
const LOCAL: LocalEntry = { host: "127.0.0.1", port: 1080, protocol: "socks", servers: [SERVER] };
const BASE: Config = { limits: DEFAULT_LIMITS, crypto: "auto", servers: [], locals: [] };
const OPEN = { outbound: { allowPrivate: true } };

/** The keys of a file that ss-server and ss-local read. */
function randomFile(below: Below): Keys {
  const hosts = ["192.0.2.1", "2001:db8::1", "example.com"].slice(below(3));
  const placed = hosts.map((host, i) => host.includes(":") ? `[${host}]:${9000 + i}` : `${host}:${9000 + i}`);
  const keys: Record<string, unknown> = {
    server: pick(below, [hosts[0], hosts, placed]),
    server_port: pick(below, [8388, "8388"]),
    method: pick(below, [...LIBEV_METHODS]),
    password: randomText(below),
  };
  const others: Keys = {
    mode: pick(below, ["tcp_only", "udp_only", "tcp_and_udp"]),
    timeout: pick(below, [300, "600"]),
    nameserver: pick(below, ["192.0.2.53", "192.0.2.53,2001:db8::53"]),
    ipv6_first: below(2) === 0,
    acl: "/etc/a.acl",
    user: "nobody",
    nofile: 4096,
  };
  for (const [key, value] of Object.entries(others)) if (below(2) === 0) keys[key] = value;
  return keys;
}

test("a file of libev is written as a file of libev that is read as it was, at either side", () => {
  const below = seeded(3303);
  for (let round = 0; round < 150; round++) {
    for (const side of ["server", "local"] as const) {
      const local = side === "local" ? { local_address: pick(below, ["127.0.0.1", "::1"]), local_port: 1080 } : {};
      const file = { ...randomFile(below), ...local };
      const { config } = loadText(fileText(file), "c.json", side, "libev");
      const { keys, losses } = libevFile(config);
      assertEquals(losses, [], fileText(file));
      assertEquals(loadText(fileText(keys), "c.json", side, "libev"), { config, warnings: [] }, fileText(file));
    }
  }
});

test("a tunnel is written for ss-tunnel", () => {
  const target = { host: "2001:db8::5", port: 53 };
  const { keys, losses } = libevFile({ ...BASE, locals: [{ ...LOCAL, protocol: "tunnel", target }] });
  assertEquals(losses, []);
  assertEquals(keys.tunnel_address, "[2001:db8::5]:53");
  const { parts } = readConfigText(fileText(keys), "c.json", "tunnel", "libev");
  const again = tunnelConfig(overlay(dialectDefaults("libev", "tunnel"), parts));
  assertEquals(again.locals, [{ ...LOCAL, protocol: "tunnel", target, mode: "tcp_and_udp" }]);
});

test("what libev takes for something else by default is always said", () => {
  const { keys } = libevFile({ ...BASE, servers: [{ ...SERVER, host: "::" }], ...OPEN });
  assertEquals(keys, {
    server: ["::", "0.0.0.0"],
    server_port: 8388,
    method: "aes-256-gcm",
    password: "hunter2",
    mode: "tcp_and_udp",
    timeout: 86400,
  });
});

test("every method that libev is said to know is one of ours", () => {
  for (const name of LIBEV_METHODS) assertEquals(findMethod(name)?.name, name);
});

test("what libev cannot say is named, and what would change the way or the protection is grave", () => {
  const cases: [config: Partial<Config>, key: string, grave: boolean][] = [
    [{ servers: [SERVER] }, "allow_private", true],
    [{ servers: [SERVER], outbound: { denied: "loopback" } }, "allow_private", true],
    [{ servers: [SERVER], outbound: { allowPrivate: ["10.0.0.0/8"] } }, "allow_private", true],
    [{ servers: [SERVER], outbound: { denied: "nothing", forbidden: ["10.0.0.0/8"] } }, "forbidden_ip", true],
    [{ servers: [{ ...SERVER, method: "2022-blake3-aes-128-gcm" }], ...OPEN }, "method", true],
    [{ servers: [{ ...SERVER, method: "table" }], ...OPEN }, "method", true],
    [{ servers: [SERVER, { ...SERVER, port: 1, password: "x" }], ...OPEN }, "servers", true],
    [{ servers: [SERVER, { ...SERVER, port: 1, mode: "tcp_only" }], ...OPEN }, "servers", true],
    [{ servers: Array.from({ length: 11 }, (_, i) => ({ ...SERVER, port: 1 + i })), ...OPEN }, "servers", true],
    [{ servers: [{ ...SERVER, password: "", users: [{ name: "a", password: "b" }] }], ...OPEN }, "users", true],
    [{ locals: [LOCAL, { ...LOCAL, port: 1081 }] }, "locals", true],
    [{ locals: [{ ...LOCAL, protocol: "dns" }] }, "protocol", true],
    [{ locals: [{ ...LOCAL, credentials: [{ user: "a", password: "b" }] }] }, "credentials", true],
    [{ locals: [LOCAL], outboundProxy: [{ kind: "http", host: "a", port: 80 }] }, "outbound_proxy", true],
    [{ locals: [LOCAL], dns: { servers: ["tls://192.0.2.53"] } }, "dns", true],
    [{ locals: [LOCAL], dns: { servers: ["google"] } }, "dns", true],
    [{ locals: [LOCAL], dns: { ipv6Only: true } }, "ipv6_only", true],
    [{ locals: [LOCAL], dns: { cacheSize: 7 } }, "dns_cache_size", false],
    [{ locals: [{ ...LOCAL, servers: [{ ...SERVER, name: "home" }] }] }, "name", false],
    [{ locals: [LOCAL], workers: 4 }, "workers", false],
    [{ locals: [LOCAL], crypto: "noble" }, "crypto", false],
    [{ locals: [LOCAL], limits: { ...DEFAULT_LIMITS, udp: 60 } }, "udp_timeout", false],
    [{ locals: [LOCAL], life: { pidFile: "/run/a.pid" } }, "pid_file", false],
    [{ locals: [LOCAL], log: { format: "json" } }, "log", false],
  ];
  for (const [config, key, grave] of cases) {
    const { losses } = libevFile({ ...BASE, ...config });
    assertEquals(losses.map((one) => [one.key, one.grave]), [[key, grave]], JSON.stringify(config));
  }
});
