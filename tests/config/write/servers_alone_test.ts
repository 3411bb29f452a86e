import { assertEquals, assertMatch, test } from "#test";
import { clientEntries } from "../../../config/clients.ts";
import { readConfigText } from "../../../config/file.ts";
import type { Config, ServerEntry } from "../../../config/types.ts";
import { readLink } from "../../../config/url.ts";
import { fileText } from "../../../config/write/keys.ts";
import { linksFile, listLosses, sip008File } from "../../../config/write/servers_alone.ts";
import { uuidOf } from "../../../config/write/uuid.ts";
import { DEFAULT_LIMITS } from "../../../relay/limits.ts";
import { loadText } from "../loading.ts";
import { seeded } from "../random.ts";
import { type Below, randomLocal, randomServer } from "./random_config.ts";

const SERVER: ServerEntry = { host: "192.0.2.1", port: 8388, method: "aes-256-gcm", password: "hunter2" };
const BASE: Config = { limits: DEFAULT_LIMITS, crypto: "auto", servers: [], locals: [] };

/** The servers of a config by chance, as its clients use them: no link says what they carry. */
function randomServers(below: Below): ServerEntry[] {
  const own = randomServer(below).servers.flatMap(clientEntries);
  const behind = randomLocal(below).locals.flatMap(({ servers }) => servers);
  return [...own, ...behind].map(({ mode: _, ...server }) => server);
}

test("every server of every config is read again from its link", () => {
  const below = seeded(7);
  for (let round = 0; round < 500; round++) {
    const servers = randomServers(below);
    const lines = linksFile(servers).split("\n");
    assertEquals(lines.pop(), "");
    assertEquals(lines.map(readLink), servers);
  }
});

test("a file of links is read again as the servers that they name", () => {
  const below = seeded(8);
  for (let round = 0; round < 50; round++) {
    const servers = randomServers(below);
    if (servers.length === 0) continue;
    const { parts } = readConfigText(linksFile(servers), "links.txt", "local");
    assertEquals(parts.links, servers);
  }
});

test("a SIP008 document is read again as the servers that it lists, each with an identifier of its own", () => {
  const below = seeded(9);
  for (let round = 0; round < 200; round++) {
    const servers = randomServers(below).filter(({ method }) => method !== "none");
    if (servers.length === 0) continue;
    const document = sip008File(servers);
    const { config, warnings } = loadText(fileText({ ...document, allow_legacy: true }), "c.json", "local", "umbra");
    assertEquals([config.locals[0]?.servers, warnings], [servers, []]);
    const ids = document.servers.map(({ id }) => id);
    for (const id of ids) assertMatch(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test("an identifier is the same for the same server, whatever its key, and another for another", () => {
  const id = (server: ServerEntry) => sip008File([server]).servers[0]?.id;
  assertEquals(id({ ...SERVER, password: "another" }), id(SERVER));
  const others = [
    { ...SERVER, host: "192.0.2.2" },
    { ...SERVER, port: 8389 },
    { ...SERVER, method: "aes-128-gcm" },
    { ...SERVER, name: "home" },
  ];
  assertEquals(new Set([SERVER, ...others].map(id)).size, 5);
  const many = new Set(Array.from({ length: 20_000 }, (_, i) => uuidOf(`aes-256-gcm 192.0.2.1 ${i} `)));
  assertEquals(many.size, 20_000);
});

test("what a list of servers does not say of a client is named, and which way it goes is grave", () => {
  const local = { host: "127.0.0.1", port: 1080, protocol: "socks" as const, servers: [SERVER] };
  const losses = listLosses({ ...BASE, locals: [local], acl: "a.acl", workers: 2 });
  assertEquals(losses.map(({ key, grave }) => [key, grave]), [
    ["local_address", false],
    ["local_port", false],
    ["acl", true],
    ["workers", false],
  ]);
});

test("how a server lives does not concern its clients; what they would need to know does", () => {
  assertEquals(listLosses({ ...BASE, servers: [SERVER], acl: "a.acl", outbound: { denied: "loopback" } }), []);
  const destination = { name: "b", host: "192.0.2.9", port: 1, password: "x" };
  const losses = listLosses({
    ...BASE,
    servers: [{ ...SERVER, mode: "tcp_only" }, { ...SERVER, port: 1, destinations: [destination] }],
  });
  assertEquals(losses.map(({ key, grave }) => [key, grave]), [["destinations", true], ["mode", false]]);
});
