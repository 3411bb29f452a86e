import { assertEquals, test } from "#test";
import { MOST_USERS, USER_COLUMNS, UserCounters } from "../../relay/user_counters.ts";

/** Counts of users in a row of their own. */
function fresh(): UserCounters {
  return new UserCounters(new Float64Array(USER_COLUMNS));
}

test("Each user's bytes are counted apart, and those who carried nothing are not listed", () => {
  const users = fresh();
  users.know(["ann", "ben", "cid"]);
  users.of("ann")!.up += 1;
  users.of("ann")!.down += 2;
  users.of("cid")!.up += 2 ** 40;
  assertEquals(users.carried, { ann: { up: 1, down: 2 }, cid: { up: 2 ** 40, down: 0 } });
});

test("Nobody is counted by a name that is not known, nor by none", () => {
  const users = fresh();
  users.know(["ann"]);
  assertEquals([users.of("ben"), users.of(undefined), users.of("__proto__")], [null, null, null]);
});

test("A place is for good: who becomes known later, or again, moves nobody", () => {
  const users = fresh();
  users.know(["ann", "ben"]);
  users.of("ben")!.up = 7;
  users.know(["cid", "ben", "ann"]);
  users.of("cid")!.up = 9;
  assertEquals(users.names, ["ann", "ben", "cid"]);
  assertEquals(users.carried, { ben: { up: 7, down: 0 }, cid: { up: 9, down: 0 } });
});

test("Threads that hear of users in the same order count them in the same places", () => {
  const row = new Float64Array(new SharedArrayBuffer(USER_COLUMNS * 8));
  const [writer, reader] = [new UserCounters(row), new UserCounters(row)];
  writer.know(["ann", "ben"]);
  reader.know(writer.names);
  writer.of("ben")!.down += 5;
  assertEquals(reader.carried, { ben: { up: 0, down: 5 } });
});

test("Users beyond the most are not counted by name, and take nobody's place", () => {
  const users = fresh();
  users.know(Array.from({ length: MOST_USERS + 10 }, (_, index) => `user-${index}`));
  assertEquals([users.names.length, users.of(`user-${MOST_USERS}`)], [MOST_USERS, null]);
  users.of(`user-${MOST_USERS - 1}`)!.up = 1;
  users.of("user-0")!.down = 2;
  assertEquals(users.carried, {
    "user-0": { up: 0, down: 2 },
    [`user-${MOST_USERS - 1}`]: { up: 1, down: 0 },
  });
});
