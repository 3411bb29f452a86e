import { assert, assertEquals, test } from "#test";
import { liveWaits } from "../../net/timers.ts";
import { Drains, HandshakeLimit } from "../../relay/handshake.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { MemoryStream } from "./memory_stream.ts";

test("A handshake has its time, longer or shorter by up to a tenth and never by the same", () =>
  withFakeClock(async (clock) => {
    const ends: number[] = [];
    const streams = Array.from({ length: 200 }, () => MemoryStream.pair()[0]);
    const limits = streams.map((stream) => {
      const limit = new HandshakeLimit(stream, 60);
      void limit.ended().then(() => ends.push(clock.seconds));
      return limit;
    });
    await clock.advance(53.9);
    assert(limits.every(({ expired }) => !expired));
    await clock.advance(14);
    assertEquals(ends.length, 200);
    assert(limits.every(({ expired }) => expired));
    assert(streams.every(({ end }) => end === "closed"));
    // A timer may come up a 64th late.
    assert(ends[0]! >= 54 && ends.at(-1)! <= 66 * (1 + 1 / 64) + 0.01, `${ends[0]} to ${ends.at(-1)}`);
    assert(ends.at(-1)! - ends[0]! > 8, `only ${ends.at(-1)! - ends[0]!} s apart`);
    await limits[0]!.ended();
  }));

test("A handshake that is done in time is not disturbed later", () =>
  withFakeClock(async (clock) => {
    const [stream] = MemoryStream.pair();
    const limit = new HandshakeLimit(stream, 1);
    await clock.advance(0.5);
    limit.cancel();
    limit.cancel();
    await clock.advance(10);
    assertEquals([limit.expired, stream.end, clock.timers], [false, "open", 0]);
    // Nobody waits for a time that does not matter any more.
    await limit.ended();
  }));

/** A refused connection that is held: its two ends, its limit, and whether it is over. */
function hold(drains: Drains, seconds = 60): {
  near: MemoryStream;
  far: MemoryStream;
  limit: HandshakeLimit;
  state: { over: boolean };
} {
  const [far, near] = MemoryStream.pair();
  const limit = new HandshakeLimit(near, seconds);
  const state = { over: false };
  void drains.hold(near, limit).then(() => {
    state.over = true;
    limit.cancel();
  });
  return { near, far, limit, state };
}

test("A refused connection is read and not answered until its peer ends", () =>
  withFakeClock(async (clock) => {
    const drains = new Drains(10, 1000);
    const { near, far, state } = hold(drains);
    for (let i = 0; i < 5; i++) {
      await far.write(new Uint8Array(100));
      await clock.advance(1);
      assertEquals([near.pulls, near.written.length, near.end, drains.size], [i + 2, 0, "open", 1]);
    }
    await far.closeWrite();
    await clock.settle();
    assertEquals([state.over, drains.size, near.written.length], [true, 0, 0]);
  }));

test("A refused connection whose peer goes on, or says nothing, ends with the time of its handshake", () =>
  withFakeClock(async (clock) => {
    const drains = new Drains(10, 1000);
    const silent = hold(drains);
    const talking = hold(drains);
    for (let second = 0; second < 53; second++) {
      await talking.far.write(Uint8Array.of(second));
      await clock.advance(1);
    }
    assertEquals([silent.state.over, talking.state.over, drains.size], [false, false, 2]);
    await clock.advance(15);
    assertEquals([silent.state.over, talking.state.over, drains.size], [true, true, 0]);
    assertEquals([silent.near.end, talking.near.end], ["closed", "closed"]);
  }));

test("No more than so many bytes are read from one, and it is held all the same", () =>
  withFakeClock(async (clock) => {
    const drains = new Drains(10, 1000);
    const { near, far, state } = hold(drains);
    for (let i = 0; i < 50; i++) await far.write(new Uint8Array(100));
    await far.closeWrite();
    await clock.advance(50);
    // The tenth chunk fills the measure.
    assertEquals([near.pulls, near.pulling, state.over, near.end], [10, false, false, "open"]);
    await clock.advance(20);
    assertEquals([state.over, near.end, drains.size], [true, "closed", 0]);
  }));

test("No more than so many are read at once: the oldest is held unread, and to its end as the others are", () =>
  withFakeClock(async (clock) => {
    const drains = new Drains(3, 1000);
    const held = Array.from({ length: 5 }, () => hold(drains));
    await clock.settle();
    assertEquals(drains.size, 3);
    for (let i = 0; i < 3; i++) for (const { far } of held) await far.write(new Uint8Array(10));
    await clock.settle();
    assertEquals(held.map(({ near }) => near.pulling), [false, false, true, true, true]);
    assertEquals(held.map(({ near }) => near.borrowed), [false, false, false, false, false]);
    await held[3]!.far.closeWrite();
    await clock.settle();
    const last = hold(drains);
    await clock.settle();
    assertEquals([held[2]!.near.pulling, last.near.pulling, drains.size], [true, true, 3]);
    await clock.advance(53);
    assertEquals([...held, last].map(({ near }) => near.end), Array(6).fill("open"));
    await clock.advance(20);
    assertEquals([...held, last].map(({ near }) => near.end), [
      "closed",
      "closed",
      "closed",
      "open",
      "closed",
      "closed",
    ]);
    assertEquals([drains.size, liveWaits()], [0, 0]);
  }));

test("One that has sent too much is not among those that are read, and borrows nothing", () =>
  withFakeClock(async (clock) => {
    const drains = new Drains(1, 1000);
    const flooding = hold(drains);
    await flooding.far.write(new Uint8Array(1000));
    await clock.settle();
    assertEquals([flooding.near.pulling, flooding.near.borrowed, flooding.state.over], [false, false, false]);
    const next = hold(drains);
    await clock.settle();
    assertEquals([flooding.near.end, next.near.pulling, drains.size], ["open", true, 1]);
    await next.far.closeWrite();
    await clock.advance(70);
    assertEquals([flooding.state.over, flooding.near.end, liveWaits()], [true, "closed", 0]);
  }));

test("A refused connection that is reset by its peer is let go", () =>
  withFakeClock(async (clock) => {
    const drains = new Drains(3, 1000);
    const { far, state } = hold(drains);
    far.abort();
    await clock.settle();
    assertEquals([state.over, drains.size], [true, 0]);
  }));
