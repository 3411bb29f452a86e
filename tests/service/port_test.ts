/** A port before it is in use, and after. */

import { assert, assertEquals, test } from "#test";
import { tunnelInbound } from "../../relay/inbound/tunnel.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import { directOutbound } from "../../relay/outbound/direct.ts";
import { closeHalves } from "../../service/open_halves.ts";
import { Port } from "../../service/port.ts";
import { alone } from "../../service/sharing.ts";
import type { Wiring } from "../../service/wiring/types.ts";
import { type Origin, Peer } from "../behaviour/peer.ts";
import { until } from "../behaviour/until.ts";
import { KeptLog } from "../behaviour/wiring.ts";
import { accepts, answers, listenEcho } from "./reloads.ts";

/** A tunnel to a target; `onClose` is told when nobody needs it any more. */
function tunnelTo({ port }: Origin, onClose: () => void): Wiring {
  const inbound = tunnelInbound({ host: "127.0.0.1", port });
  return { mode: "tcp_only", tcp: { inbound, outbound: directOutbound(DEFAULT_LIMITS) }, close: onClose };
}

/** Runs the body with a port that is not open yet, and a target that sends back what comes. */
async function withPort(body: (port: Port, echo: Origin) => Promise<void>): Promise<void> {
  const echo = await listenEcho();
  const sharing = alone();
  const port = new Port("local", { host: "127.0.0.1", port: 0 }, {
    log: new KeptLog(),
    counters: sharing.counters,
    sharing,
  });
  try {
    await body(port, echo);
  } finally {
    await port.close();
    await port.connections.drain(0);
    await echo.close();
  }
}

test("who comes before the port is in use is served once it is", () =>
  withPort(async (port, echo) => {
    const wiring = tunnelTo(echo, () => {});
    const halves = await port.open(wiring, DEFAULT_LIMITS);
    const early = await Peer.connect(halves.listener!.local.port);
    // Of two that come one after the other, the first is accepted before the second.
    const second = await Peer.connect(halves.listener!.local.port);
    port.use(wiring, DEFAULT_LIMITS, halves);
    assertEquals(port.info.port, halves.listener!.local.port);
    assertEquals([await answers(early), await answers(second)], [true, true]);
    for (const peer of [early, second]) await peer.close();
  }));

test("what was opened and is not needed after all is closed, and who came is let go", () =>
  withPort(async (port, echo) => {
    const halves = await port.open(tunnelTo(echo, () => {}), DEFAULT_LIMITS);
    const number = halves.listener!.local.port;
    const early = await Peer.connect(number);
    closeHalves(halves);
    await port.close();
    await early.rest();
    await early.close();
    assertEquals(await accepts(number), false);
  }));

test("a wiring is let go of when another has taken its place and its last connection has ended", () =>
  withPort(async (port, echo) => {
    const closed: string[] = [];
    const first = tunnelTo(echo, () => closed.push("first"));
    port.use(first, DEFAULT_LIMITS, await port.open(first, DEFAULT_LIMITS));
    const peer = await Peer.connect(port.info.port);
    assert(await answers(peer));
    const second = tunnelTo(echo, () => closed.push("second"));
    port.use(second, DEFAULT_LIMITS, await port.open(second, DEFAULT_LIMITS));
    assert(await answers(peer));
    assertEquals(closed, []);
    await peer.close();
    await until(() => closed.length > 0);
    assertEquals(closed, ["first"]);
    await port.close();
    assertEquals(closed, ["first", "second"]);
  }));
