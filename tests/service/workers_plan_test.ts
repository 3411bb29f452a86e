import { assertEquals, test } from "#test";
import type { Config, LocalEntry, ServerEntry } from "../../config/types.ts";
import { makeSharedSalts } from "../../crypto/salt_memory.ts";
import { portsOf } from "../../service/plan.ts";
import type { ListenerInfo } from "../../service/types.ts";
import { ofOneThread, planOf, workerCount } from "../../service/workers_plan.ts";
import { configOf, localFor, serverAt } from "../behaviour/wiring.ts";

/** The listeners that a config without ports of its own could have got: 1001, 1002 … in its order. */
function listenersOf({ servers, locals }: Config): ListenerInfo[] {
  const roles = [...servers.map(() => "server" as const), ...locals.map(() => "local" as const)];
  return roles.map((role, index) => ({ role, host: "127.0.0.1", port: 1001 + index, mode: "tcp_and_udp" }));
}

/** What further threads serve of these, as port and mode. */
function served(config: Config): [number, string | undefined][] {
  const { config: { servers, locals } } = planOf(config, listenersOf(config), new Map(), []);
  return [...servers, ...locals].map(({ port, mode }) => [port, mode]);
}

test("Further threads serve TCP where the first listens, and leave UDP to it", () => {
  const servers: ServerEntry[] = [
    serverAt(0),
    { ...serverAt(0), mode: "udp_only" },
    { ...serverAt(0), mode: "tcp_only" },
    { ...serverAt(0), mode: "tcp_and_udp" },
  ];
  assertEquals(served(configOf({ servers })), [[1001, "tcp_only"], [1003, "tcp_only"], [1004, "tcp_only"]]);
});

test("A SOCKS5 port is served by all threads as it is; tunnels and DNS ports by TCP alone", () => {
  const target = { host: "127.0.0.1", port: 53 };
  const socks = localFor(serverAt(9));
  const locals: LocalEntry[] = [
    socks,
    { ...socks, mode: "udp_only" },
    { ...socks, protocol: "tunnel", target },
    { ...socks, protocol: "dns", mode: "udp_only" },
    { ...socks, protocol: "dns" },
  ];
  assertEquals(served(configOf({ servers: [serverAt(0)], locals })), [
    [1001, "tcp_only"],
    [1002, undefined],
    [1003, "udp_only"],
    [1004, "tcp_only"],
    [1006, "tcp_only"],
  ]);
});

test("Each port of a further thread has the salts of the same port of the first", () => {
  const servers = [serverAt(0), { ...serverAt(0), mode: "udp_only" as const }, serverAt(0), serverAt(7)];
  const config = configOf({ servers });
  const salts = new Map([...portsOf(config).keys()].map((name) => [name, makeSharedSalts({ saltSize: 16, most: 4 })]));
  const plan = planOf(config, listenersOf(config), salts, ["ann"]);
  const [first, , third, fourth] = [...salts.values()];
  assertEquals(plan.users, ["ann"]);
  assertEquals([...portsOf(plan.config).keys()], [...plan.salts.keys()]);
  assertEquals([...plan.salts.values()].map((found) => [first, third, fourth].indexOf(found)), [0, 1, 2]);
});

test("What is limited for all is divided among the threads, and nobody is left without", () => {
  const config = configOf({}, { drains: 1024, dnsQuestions: 3, udpAssociations: 100 });
  const { limits } = ofOneThread(config, 4);
  assertEquals([limits.drains, limits.dnsQuestions, limits.udpAssociations], [256, 1, 100]);
  assertEquals({ ...limits, drains: 1024, dnsQuestions: 3 }, config.limits);
});

test("One thread serves unless more are asked for; auto is one for each processor", () => {
  assertEquals([workerCount(configOf({}), 8), workerCount(configOf({ workers: 3 }), 8)], [1, 3]);
  assertEquals([workerCount(configOf({ workers: "auto" }), 8), workerCount(configOf({ workers: "auto" }), 1)], [8, 1]);
});
