/** What ends a connection when its time is over, and who is held until then. */

import { assert, assertEquals, test } from "#test";
import { Drains } from "../../relay/handshake.ts";
import { shadowsocksInbound } from "../../relay/inbound/shadowsocks.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import type { Inbound } from "../../relay/request.ts";
import { randomBytes, seeded } from "../crypto/random.ts";
import { type FakeClock, withFakeClock } from "../net/fake_clock.ts";
import { relay, type Relayed } from "./relayed.ts";
import { makeMethod } from "./sealed.ts";

test("A connection without a byte ends with the idle limit, and every byte starts it anew", () =>
  withFakeClock(async (clock) => {
    const relayed = relay();
    const { idle } = DEFAULT_LIMITS;
    await clock.advance(idle * 0.9);
    await relayed.origin.write(Uint8Array.of(1));
    await clock.advance(idle * 0.9);
    await relayed.application.write(Uint8Array.of(1));
    await clock.advance(idle * 0.9);
    assertEquals(relayed.closed(), undefined);
    await expectTimeout(clock, relayed, idle * 0.2);
  }));

test("A connection of which one side has ended ends with its own, shorter limit", () =>
  withFakeClock(async (clock) => {
    for (const early of ["application", "origin"] as const) {
      const relayed = relay();
      const { halfClosed } = DEFAULT_LIMITS;
      const going = early === "application" ? relayed.origin : relayed.application;
      await relayed[early].closeWrite();
      await clock.advance(halfClosed * 0.9);
      await going.write(Uint8Array.of(1));
      await clock.advance(halfClosed * 0.9);
      assertEquals(relayed.closed(), undefined);
      await expectTimeout(clock, relayed, halfClosed * 0.2);
    }
  }));

/** Expects that the connection is over after so many seconds, and that both sides see it as an error. */
async function expectTimeout(clock: FakeClock, relayed: Relayed, seconds: number): Promise<void> {
  await clock.advance(seconds);
  await relayed.running;
  assertEquals([relayed.closed()?.status, clock.timers], ["timeout", 0]);
  assertEquals([relayed.client.end, relayed.remote.end], ["aborted", "aborted"]);
}

test("A client that never says what it wants is let go when its time is over", () =>
  withFakeClock(async (clock) => {
    const inbound: Inbound = { handle: async (stream) => void await stream.next() };
    const { running, client, closed, counters } = relay({ inbound });
    await clock.advance(DEFAULT_LIMITS.handshake * 0.89);
    assertEquals([client.end, counters.active], ["open", 1]);
    await clock.advance(DEFAULT_LIMITS.handshake * 0.3);
    await running;
    assertEquals([client.end, closed()?.status, counters.active], ["closed", "timeout", 0]);
  }));

test("A handshake that was done is not limited any more", () =>
  withFakeClock(async (clock) => {
    const { application, origin, running, client } = relay();
    await clock.advance(DEFAULT_LIMITS.handshake * 10);
    assertEquals(client.end, "open");
    application.close();
    origin.close();
    await running;
  }));

/** A connection to a Shadowsocks server whose client sends what no client would. */
async function refusedRelay(bytes: number, mostBytes = 1000): Promise<Relayed> {
  const inbound = shadowsocksInbound(await makeMethod(), { drains: new Drains(10, mostBytes) });
  const relayed = relay({ inbound, dial: () => Promise.reject(new Error("Nobody may be dialled")) });
  await relayed.application.write(randomBytes(seeded(bytes), bytes));
  return relayed;
}

test("A refused client is held without an answer until its time is over, and the log says why", () =>
  withFakeClock(async (clock) => {
    for (const bytes of [51, 300, 5000]) {
      const { running, client, closed } = await refusedRelay(bytes);
      await clock.advance(DEFAULT_LIMITS.handshake * 0.89);
      assertEquals([client.end, client.written.length], ["open", 0]);
      await clock.advance(DEFAULT_LIMITS.handshake * 0.3);
      await running;
      assertEquals([client.end, client.written.length, closed()?.status], ["closed", 0, "authentication"]);
    }
  }));

test("A refused client that is held ends at once when the service stops, however much it has sent", () =>
  withFakeClock(async (clock) => {
    for (const bytes of [300, 5000]) {
      const { application, connection, running, client, closed } = await refusedRelay(bytes);
      await application.write(new Uint8Array(5000));
      await clock.advance(1);
      connection.abort("stopped");
      let over = false;
      void running.then(() => over = true);
      await clock.settle();
      assert(over, `${bytes} bytes: still held`);
      assertEquals([client.end, closed()?.status, clock.timers], ["aborted", "stopped", 0]);
    }
  }));
