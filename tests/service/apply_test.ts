/** Another config in the place of the one that runs. */

import { listen } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import { ConfigError, type ServerEntry } from "../../config/types.ts";
import { StartError } from "../../service/mod.ts";
import { serverAt } from "../behaviour/wiring.ts";
import { Peer } from "../behaviour/peer.ts";
import { until } from "../behaviour/until.ts";
import { freePort } from "../interop/free_port.ts";
import { recorded } from "./recorded.ts";
import { accepts, answers, quick, serves, withClient, withReloading } from "./reloads.ts";

const OTHER = "a password of another day";

/** The same server with other keys. */
function rekeyed(server: ServerEntry, password = OTHER): ServerEntry {
  return { ...server, password };
}

test("a port that is new answers, one that is gone refuses, and its live connections go on", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, ports, echo, service, log }) => {
    const first = serverAt(ports()[0]);
    await withClient(first, echo, async (connection) => {
      assert(await answers(connection));
      const second = serverAt(await freePort());
      const changes = await apply({ servers: [second] });
      assertEquals(changes.map(({ kind }) => kind), ["port-opened", "port-closed"]);
      assertEquals(ports(), [second.port]);
      assertEquals(await accepts(first.port), false);
      assert(await answers(connection));
      assert(await serves(second, echo));
      assert(await answers(connection));
    });
    // The port is free again, and counters have gone on.
    await apply({ servers: [first] });
    assert(await serves(first, echo));
    assertEquals(service.counters.accepted, 3);
    assertEquals(log.events.filter(({ name }) => name === "port-closed").length, 2);
  }));

test("a config that cannot be opened leaves everything as it was", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, ports, echo }) => {
    const [port] = ports();
    const standing = serverAt(port);
    const free = serverAt(await freePort());
    const taken = listen({ host: "127.0.0.1", port: 0, keepalive: 60 }, (stream) => stream.close());
    try {
      await withClient(standing, echo, async (connection) => {
        await assertRejects(() => apply({ servers: [free, serverAt(taken.local.port)] }), StartError);
        await assertRejects(() => apply({ servers: [free, rekeyed(standing), serverAt(0, "nonsense")] }), ConfigError);
        await assertRejects(() => apply({ servers: [free], acl: "/nowhere.acl" }), ConfigError);
        await assertRejects(() => apply({ servers: [free], dns: { servers: ["nonsense://"] } }), ConfigError);
        assertEquals([ports(), await accepts(free.port)], [[port], false]);
        assert(await answers(connection));
      });
      assert(await serves(standing, echo));
    } finally {
      taken.close();
    }
  }));

test("a port whose password changes stays open: live connections keep the old one, new ones need the new", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, ports, echo }) => {
    const standing = serverAt(ports()[0]);
    await withClient(standing, echo, async (connection) => {
      assert(await answers(connection));
      const changes = await apply({ servers: [rekeyed(serverAt(0))] });
      assertEquals(changes.map((change) => [change.kind, "keys" in change && change.keys]), [
        ["port-changed", ["password"]],
      ]);
      assertEquals(ports(), [standing.port]);
      assert(await answers(connection));
      assertEquals(await serves(standing, echo), false);
      assert(await serves(rekeyed(standing), echo));
    });
  }));

test("a port whose method changes stays open too", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, ports, echo }) => {
    const port = ports()[0];
    await withClient(serverAt(port), echo, async (connection) => {
      await apply({ servers: [serverAt(0, "aes-128-gcm")] });
      assert(await answers(connection));
      assert(await serves(serverAt(port, "aes-128-gcm"), echo));
    });
  }));

test("an old password does not serve on a connection that was there before it changed", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, ports, echo, log, service }) => {
    const standing = serverAt(ports()[0]);
    const bytes = await recorded(standing, echo.port, Uint8Array.of(7));
    const early = await Peer.connect(standing.port);
    await until(() => service.counters.active === 1);
    await apply({ servers: [rekeyed(serverAt(0))] });
    await early.send(bytes);
    assertEquals((await early.rest()).end, "reset");
    await early.close();
    assertEquals((await log.wait("closed"))[0]?.fields.status, "stopped");
    assert(await serves(rekeyed(standing), echo));
  }));

test("what stays as it is is not touched, and said to be nothing", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, log }) => {
    assertEquals(await apply({ servers: [serverAt(0)] }), []);
    assertEquals(log.events.filter(({ name }) => name === "listening").length, 1);
  }));

test("a port gets datagrams beside its connections, and loses them, under the same number", () =>
  withReloading({ servers: [{ ...serverAt(0), mode: "tcp_only" }] }, async ({ apply, ports, echo, service }) => {
    const port = ports()[0];
    await withClient(serverAt(port), echo, async (connection) => {
      for (const mode of ["tcp_and_udp", "tcp_only", "tcp_and_udp"] as const) {
        await apply({ servers: [{ ...serverAt(0), mode }] });
        assertEquals(service.listeners.map((listener) => [listener.port, listener.mode]), [[port!, mode]]);
        assert(await answers(connection));
      }
      await apply({ servers: [{ ...serverAt(0), mode: "udp_only" }] });
      assertEquals([ports(), await accepts(port!)], [[port], false]);
      assert(await answers(connection));
    });
  }));

test("limits and rules change for what comes, and not for what is there", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ apply, ports, echo }) => {
    const standing = serverAt(ports()[0]);
    await withClient(standing, echo, async (connection) => {
      const changes = await apply({ servers: [serverAt(0)], outbound: {} }, { idle: 100 });
      assertEquals(changes, [{ kind: "settings-changed", keys: ["outbound", "limits"] }]);
      assert(await answers(connection));
      assertEquals(await serves(standing, echo), false);
    });
    await apply({ servers: [serverAt(0)], dns: { servers: "system" } });
    assert(await serves(standing, echo));
  }));

test("configs wait for one another, and a stopped service takes none", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ service, ports }) => {
    const configs = [OTHER, "b", "c"].map((password) => quick({ servers: [rekeyed(serverAt(0), password)] }));
    const port = ports();
    const changes = await Promise.all(configs.map((config) => service.apply(config)));
    assertEquals(changes.map((made) => made.length), [1, 1, 1]);
    assertEquals(ports(), port);
    const late = service.apply(quick({ servers: [serverAt(0), serverAt(0)] }));
    const refused = assertRejects(() => late, StartError);
    await service.stop(0);
    await refused;
    await assertRejects(() => service.apply(configs[0]!), StartError);
  }));

test("a service that retires refuses what comes, and ends with its last connection", () =>
  withReloading({ servers: [serverAt(0)] }, async ({ service, ports, echo }) => {
    const standing = serverAt(ports()[0]);
    let ended = false;
    let retired = Promise.resolve();
    await withClient(standing, echo, async (connection) => {
      assert(await answers(connection));
      retired = service.retire().then(() => void (ended = true));
      assertEquals(await accepts(standing.port), false);
      assert(await answers(connection));
      assertEquals(ended, false);
    });
    await retired;
  }));
