import { startThread, type Thread } from "#net";
import { assertEquals, test } from "#test";
import { makeSharedSalts } from "../../crypto/salt_memory.ts";
import { randomBytes, seeded } from "./random.ts";
import type { SaltsTask } from "./salts_thread.ts";

/** Has a thread enter salts, and gives the indices of those that were new to it. */
async function enter(task: SaltsTask): Promise<number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<number[]>();
  const thread: Thread = startThread("tests/crypto/salts_thread.ts", {
    onMessage: (message) => resolve(message as number[]),
    onDeath: (reason) => reject(new Error(reason)),
  });
  try {
    thread.post(task);
    return await promise;
  } finally {
    thread.end();
  }
}

test("Of salts that three threads enter at the same time, each is new to exactly one of them", async () => {
  const [saltSize, count, threads] = [32, 20_000, 3];
  const salts = new Uint8Array(new SharedArrayBuffer(saltSize * count));
  salts.set(randomBytes(seeded(11), salts.length));
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const shared = makeSharedSalts({ saltSize, most: count });
  const tasks = Array.from({ length: threads }, (_, index) => ({ shared, holder: index + 1, salts, gate, threads }));
  const fresh = (await Promise.all(tasks.map(enter))).flat().sort((a, b) => a - b);
  assertEquals(fresh.length, count);
  assertEquals(fresh.every((index, place) => index === place), true);
}, { limit: 60 });
