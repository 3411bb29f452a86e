import { assertEquals, test } from "#test";
import { COUNTER_COLUMNS, Counters, SummedCounters } from "../../relay/counters.ts";
import { STATUSES } from "../../relay/errors.ts";

/** All that counters say. */
function said({ accepted, active, associations, up, down, ended, carried }: Counters | SummedCounters) {
  return { accepted, active, associations, up, down, ended, carried };
}

const NOTHING = { accepted: 0, active: 0, associations: 0, up: 0, down: 0, ended: {}, carried: {} };

test("Counts begin at nothing, and each is kept apart from the others", () => {
  const counters = new Counters();
  assertEquals(said(counters), NOTHING);
  counters.accepted += 1;
  counters.active += 2;
  counters.associations += 3;
  counters.up += 2 ** 40;
  counters.down += 5;
  for (const [times, status] of STATUSES.entries()) {
    for (let i = 0; i < times; i++) counters.end(status);
  }
  const ended = Object.fromEntries([...STATUSES.entries()].slice(1).map(([times, status]) => [status, times]));
  assertEquals(said(counters), { ...NOTHING, accepted: 1, active: 2, associations: 3, up: 2 ** 40, down: 5, ended });
});

test("What one thread counts, another reads from the memory that they share", () => {
  const row = new Float64Array(new SharedArrayBuffer(COUNTER_COLUMNS * 8));
  const [writer, reader] = [new Counters(row), new Counters(row)];
  writer.accepted++;
  writer.up += 7;
  writer.end("replay");
  assertEquals(said(reader), { ...NOTHING, accepted: 1, up: 7, ended: { replay: 1 } });
});

test("The counts of several threads are read as one, and anew each time", () => {
  const parts = [new Counters(), new Counters(), new Counters()];
  const all = new SummedCounters(parts);
  assertEquals(said(all), NOTHING);
  for (const [index, part] of parts.entries()) {
    part.accepted += index;
    part.active++;
    part.associations += 2;
    part.up += 10 ** index;
    part.down += 1;
    part.end(index === 0 ? "timeout" : "ok");
    part.users.know(["ann", "ben", "cid"]);
    part.users.of("ben")!.down += index;
  }
  parts[1]!.users.of("ann")!.up += 3;
  assertEquals(said(all), {
    accepted: 3,
    active: 3,
    associations: 6,
    up: 111,
    down: 3,
    ended: { timeout: 1, ok: 2 },
    carried: { ann: { up: 3, down: 0 }, ben: { up: 0, down: 3 } },
  });
});

test("What was open when a thread died counts as stopped, and what it had carried stays", () => {
  const counters = new Counters();
  counters.accepted = 5;
  counters.active = 3;
  counters.associations = 2;
  counters.up = 9;
  counters.end("ok", 2);
  counters.endAll();
  const dead = { ...NOTHING, accepted: 5, up: 9, ended: { ok: 2, stopped: 3 } };
  assertEquals(said(counters), dead);
  counters.endAll();
  assertEquals(said(counters), dead);
});
