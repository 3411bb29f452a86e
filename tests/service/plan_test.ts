import { assertEquals, test } from "#test";
import type { LocalEntry, ServerEntry } from "../../config/types.ts";
import { entryChanges, type PortEntry, portsOf, sharedChanges, userChanges } from "../../service/plan.ts";
import { differing, isSame } from "../../service/same.ts";
import { configOf, localFor, serverAt } from "../behaviour/wiring.ts";

function server(differs: Partial<ServerEntry> = {}): PortEntry {
  return { role: "server", entry: { ...serverAt(1), ...differs } };
}

function local(differs: Partial<LocalEntry> = {}): PortEntry {
  return { role: "local", entry: { ...localFor(serverAt(1)), ...differs } };
}

test("values are the same that say the same, in whatever order and at whatever depth", () => {
  const same: [unknown, unknown][] = [
    [1, 1],
    [NaN, NaN],
    ["", ""],
    [null, null],
    [{ a: 1, b: [2, { c: 3 }] }, { b: [2, { c: 3 }], a: 1 }],
    [{ a: undefined }, {}],
    [[], []],
  ];
  for (const [a, b] of same) assertEquals([isSame(a, b), isSame(b, a)], [true, true], JSON.stringify([a, b]));
  const other: [unknown, unknown][] = [
    [1, 2],
    [0, "0"],
    [null, undefined],
    [null, {}],
    [[], {}],
    [[1, 2], [2, 1]],
    [[1], [1, 2]],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [{ a: 1 }, { b: 1 }],
  ];
  for (const [a, b] of other) assertEquals([isSame(a, b), isSame(b, a)], [false, false], JSON.stringify([a, b]));
  assertEquals(differing({ a: 1, b: 2, c: 3 }, { b: 2, c: 4, d: undefined }), ["a", "c"]);
});

test("a port is known by its role, its place and its turn there", () => {
  const config = configOf({ servers: [serverAt(0), serverAt(0), serverAt(7)], locals: [localFor(serverAt(1))] });
  const ports = portsOf(config);
  assertEquals([...ports.values()].map(({ role }) => role), ["server", "server", "server", "local"]);
  assertEquals(ports.size, 4);
  const again = portsOf(configOf({ ...config, servers: [serverAt(7, "none"), serverAt(0)] }));
  assertEquals([...again.keys()].every((key) => ports.has(key)), true);
});

test("what all ports share is apart from the ports, the log and the life of the process", () => {
  const before = configOf({ servers: [serverAt(1)], log: { level: "info" } });
  const after = { ...before, servers: [], log: {}, life: { grace: 1 }, workers: 2, crypto: "noble" as const };
  assertEquals(sharedChanges(before, { ...after, limits: { ...before.limits, idle: 1 } }), ["crypto", "limits"]);
  assertEquals(sharedChanges(before, structuredClone(before)), []);
});

test("users are told by their names and keys, on a server's port and on a SOCKS5 port", () => {
  const named = (...pairs: [string, string][]) => pairs.map(([name, password]) => ({ name, password }));
  const before = server({ users: named(["ann", "1"], ["bob", "2"], ["cat", "3"]) });
  const after = server({ users: named(["bob", "2"], ["cat", "4"], ["dan", "5"]) });
  assertEquals(userChanges(before, after), {
    added: ["dan"],
    removed: ["ann"],
    rekeyed: ["ann", "cat"],
    isRekeyed: false,
  });
  assertEquals(userChanges(before, before), { added: [], removed: [], rekeyed: [], isRekeyed: false });
  assertEquals(userChanges(before, server()).removed, ["ann", "bob", "cat"]);
  const ann = { user: "ann", password: "1" };
  assertEquals(userChanges(local({ credentials: [ann] }), local()), {
    added: [],
    removed: ["ann"],
    rekeyed: ["ann"],
    isRekeyed: true,
  });
});

test("what opens a port to those without a name is its one key, where it has no users", () => {
  const users = [{ name: "ann", password: "1" }];
  const differs = (before: PortEntry, after: PortEntry) => userChanges(before, after).isRekeyed;
  assertEquals(differs(server(), server({ password: "other" })), true);
  assertEquals(differs(server(), server({ users })), true);
  assertEquals(differs(server({ users }), server({ users, password: "other" })), false);
  assertEquals([differs(server(), server({ mode: "tcp_only" })), differs(local(), local())], [false, false]);
});

test("the keys of an entry that differ are named, and their values are not", () => {
  assertEquals(entryChanges(server(), server({ password: "other", mode: "tcp_only" })), ["password", "mode"]);
  assertEquals(entryChanges(local(), local({ servers: [serverAt(2)] })), ["servers"]);
  assertEquals(entryChanges(local(), local()), []);
});
