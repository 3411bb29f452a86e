import { assert, assertEquals, assertThrows, test } from "#test";
import { freeLockOf, SharedLock } from "../../crypto/lock.ts";

function word(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

test("A lock names its holder while it is held, and is free again afterwards", () => {
  const shared = word();
  const lock = new SharedLock(shared, 7);
  assertEquals(shared[0], 0);
  lock.acquire();
  assertEquals(shared[0], 7);
  lock.release();
  assertEquals(shared[0], 0);
  lock.acquire();
  lock.release();
});

test("A lock that stays with another is not waited for beyond its limit, and not taken", () => {
  const shared = word();
  new SharedLock(shared, 1).acquire();
  const start = performance.now();
  assertThrows(() => new SharedLock(shared, 2).acquire(), Error, "another thread has held it for 1000 ms");
  const waited = performance.now() - start;
  assert(waited > 900 && waited < 10_000, `${waited} ms`);
  assertEquals(shared[0], 1);
});

test("The lock of a thread that has died is freed, and nobody else's", () => {
  const shared = word();
  new SharedLock(shared, 3).acquire();
  freeLockOf(shared, 2);
  assertEquals(shared[0], 3);
  freeLockOf(shared, 3);
  assertEquals(shared[0], 0);
  new SharedLock(shared, 2).acquire();
  assertEquals(shared[0], 2);
});
