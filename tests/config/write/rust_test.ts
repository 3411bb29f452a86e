import { assert, assertEquals, test } from "#test";
import { type Config, ConfigError, type LocalEntry, type ServerEntry } from "../../../config/types.ts";
import { RUST_METHODS } from "../../../config/write/foreign_methods.ts";
import { fileText, type Keys } from "../../../config/write/keys.ts";
import { rustFile } from "../../../config/write/rust.ts";
import { findMethod, hasIdentities, type MethodRow } from "../../../crypto/methods.ts";
import { generateKey } from "../../../crypto/psk.ts";
import { DEFAULT_LIMITS } from "../../../relay/limits.ts";
import { loadText } from "../loading.ts";
import { seeded } from "../random.ts";
import { type Below, pick, randomText } from "./random_config.ts";

const SERVER: ServerEntry = { host: "192.0.2.1", port: 8388, method: "aes-256-gcm", password: "hunter2" };
const LOCAL: LocalEntry = { host: "127.0.0.1", port: 1080, protocol: "socks", servers: [SERVER] };
const BASE: Config = { limits: DEFAULT_LIMITS, crypto: "auto", servers: [], locals: [] };
const OPEN = { outbound: { denied: "nothing" } } as const;
const ROWS = [...RUST_METHODS].flatMap((name) => findMethod(name) ?? []);
const MODES = ["tcp_only", "udp_only", "tcp_and_udp"];

/** Some of these keys. */
function some(below: Below, keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).filter(() => below(2) === 0));
}

/** A password of a method. */
function passwordFor(below: Below, row: MethodRow): string {
  return row.kind === "aead-2022" ? generateKey(row) : randomText(below);
}

/** An entry of `servers`. */
function randomServer(below: Below, port: number, side: "server" | "local"): Keys {
  const row = pick(below, ROWS);
  const users = side === "server" && hasIdentities(row) ? { users: [{ name: "a", password: generateKey(row) }] } : {};
  const [host, number] = pick(below, [["server", "server_port"], ["address", "port"]] as const);
  return {
    [host]: pick(below, ["192.0.2.1", "2001:db8::1", "example.com"]),
    [number]: port,
    method: row.name,
    password: passwordFor(below, row),
    ...some(below, { ...users, remarks: randomText(below), mode: pick(below, MODES) }),
  };
}

/** An entry of `locals`. */
function randomPort(below: Below, port: number): Keys {
  const ways: Keys[] = [
    { protocol: "socks" },
    { protocol: "tunnel", forward_address: "192.0.2.8", forward_port: 53 },
    { protocol: "dns", local_dns_address: "192.0.2.53", remote_dns_address: "8.8.4.4", remote_dns_port: 5353 },
  ];
  return {
    local_address: "127.0.0.1",
    local_port: port,
    ...pick(below, ways),
    ...some(below, { mode: pick(below, MODES) }),
  };
}

/** What holds for a whole file. */
function randomTop(below: Below): Keys {
  return some(below, {
    mode: pick(below, MODES),
    timeout: 77,
    udp_timeout: 120,
    udp_max_associations: 512,
    keep_alive: 15,
    dns: pick(below, ["system", "google", "192.0.2.53,192.0.2.54", "tcp://192.0.2.53"]),
    dns_cache_size: 100,
    ipv6_first: true,
    acl: "/etc/a.acl",
    nofile: 10240,
    log: { level: 1 },
    runtime: pick<Keys>(below, [{ mode: "multi_thread" }, { worker_count: 3 }, { mode: "single_thread" }]),
  });
}

/** The config without the mode of a server behind a client that carries all: it says nothing. */
function wholeModes(config: Config): Config {
  const strip = ({ mode, ...server }: ServerEntry): ServerEntry => (
    mode === undefined || mode === "tcp_and_udp" ? server : { ...server, mode }
  );
  return { ...config, locals: config.locals.map((local) => ({ ...local, servers: local.servers.map(strip) })) };
}

/** What a file means, or null where its modes do not go together. */
function meaning(file: Keys, side: "server" | "local"): Config | null {
  try {
    return loadText(fileText(file), "c.json", side, "rust").config;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

test("a file of rust is written as a file of rust that is read as it was, at either side", () => {
  const below = seeded(1250);
  let read = 0;
  for (let round = 0; round < 300; round++) {
    const side = pick(below, ["server", "local"] as const);
    const servers = Array.from({ length: 1 + below(3) }, (_, i) => randomServer(below, 8000 + i, side));
    const locals = Array.from({ length: 1 + below(3) }, (_, i) => randomPort(below, 1080 + i));
    const file = { ...randomTop(below), servers, ...(side === "local" ? { locals } : {}) };
    const config = meaning(file, side);
    if (config === null) continue;
    read++;
    const { keys, losses } = rustFile(config);
    assertEquals(losses, [], fileText(file));
    const again = loadText(fileText(keys), "c.json", side, "rust");
    assertEquals(again.warnings, []);
    assertEquals(wholeModes(again.config), wholeModes(config), fileText(file));
  }
  assert(read > 200, `only ${read} files were read: too many do not go together`);
});

test("what rust takes for something else by default is always said", () => {
  const common = { udp_timeout: 300, udp_max_associations: 16384, keep_alive: 60 };
  const server = { server: "192.0.2.1", server_port: 8388, method: "aes-256-gcm", password: "hunter2" };
  assertEquals(rustFile({ ...BASE, servers: [SERVER], ...OPEN }).keys, {
    servers: [{ ...server, mode: "tcp_and_udp" }],
    ...common,
    security: { replay_attack: { policy: "reject" } },
  });
  assertEquals(rustFile({ ...BASE, locals: [LOCAL] }).keys, {
    mode: "tcp_and_udp",
    locals: [{ local_address: "127.0.0.1", local_port: 1080, protocol: "socks", mode: "tcp_and_udp" }],
    servers: [server],
    ...common,
  });
});

test("a DNS port says where its questions go, for rust knows no such default", () => {
  const localDns = { host: "192.0.2.53", port: 53 };
  const { keys, losses } = rustFile({ ...BASE, locals: [{ ...LOCAL, protocol: "dns", localDns }] });
  assertEquals(losses, []);
  assertEquals(keys.locals, [{
    local_address: "127.0.0.1",
    local_port: 1080,
    protocol: "dns",
    mode: "tcp_and_udp",
    remote_dns_address: "8.8.8.8",
    remote_dns_port: 53,
    local_dns_address: "192.0.2.53",
    local_dns_port: 53,
  }]);
});

test("every method that rust is said to know is one of ours", () => {
  assertEquals(ROWS.map(({ name }) => name), [...RUST_METHODS]);
});

test("what rust cannot say is named, and what would change the way or the protection is grave", () => {
  const proxy = { kind: "socks5", host: "192.0.2.9", port: 1080 } as const;
  const hop = { ...SERVER, kind: "ss" } as const;
  const cases: [config: Partial<Config>, key: string, grave: boolean][] = [
    [{ servers: [SERVER] }, "allow_private", true],
    [{ servers: [{ ...SERVER, method: "2022-blake3-chacha12-poly1305" }], ...OPEN }, "method", true],
    [{ servers: [{ ...SERVER, method: "salsa20" }], ...OPEN }, "method", true],
    [{ servers: [{ ...SERVER, password: "", users: [{ name: "a", password: "b" }] }], ...OPEN }, "users", true],
    [{ servers: [{ ...SERVER, destinations: [] }], ...OPEN }, "destinations", true],
    [{ locals: [{ ...LOCAL, protocol: "dns" }] }, "local_dns_address", true],
    [{ locals: [{ ...LOCAL, credentials: [{ user: "a", password: "b" }] }] }, "credentials", true],
    [{ locals: [LOCAL], outboundProxy: [proxy] }, "outbound_proxy", true],
    [{ locals: [{ ...LOCAL, mode: "tcp_only" }], outboundProxy: [hop] }, "outbound_proxy", true],
    [{ locals: [LOCAL], dns: { servers: ["tls://192.0.2.53"] } }, "dns", true],
    [{ locals: [LOCAL], dns: { servers: ["192.0.2.53", "google"] } }, "dns", true],
    [{ locals: [LOCAL], dns: { ipv6Only: true } }, "ipv6_only", true],
    [{ locals: [LOCAL], life: { user: "nobody" } }, "user", true],
    [{ locals: [LOCAL], limits: { ...DEFAULT_LIMITS, connect: 5 } }, "connect_timeout", false],
    [{ locals: [LOCAL], limits: { ...DEFAULT_LIMITS, idle: 5 } }, "idle_timeout", false],
    [{ locals: [LOCAL], log: { format: "json" } }, "log", false],
    [{ locals: [LOCAL], log: { level: "error" } }, "log", false],
  ];
  for (const [config, key, grave] of cases) {
    const { losses } = rustFile({ ...BASE, ...config });
    assertEquals(losses.map((one) => [one.key, one.grave]), [[key, grave]], JSON.stringify(config));
  }
  const tcp = { locals: [{ ...LOCAL, mode: "tcp_only" as const }], outboundProxy: [proxy] };
  assertEquals(rustFile({ ...BASE, ...tcp }).losses, []);
  assertEquals(rustFile({ ...BASE, ...tcp }).keys.outbound_proxy, ["socks5://192.0.2.9:1080"]);
});
