import { assertEquals, test } from "#test";
import { openLibc } from "../../net/libc.ts";
import { writerTo } from "../../net/writable.ts";

// libc stays open as long as the process lives: opened here, it is not held against a test.
writerTo({ descriptor: 1, patience: 0, write: (bytes) => bytes.length })("x");

/** A descriptor that the system never says anything of: whoever waits for it waits as long as he is patient. */
const NOBODY = -1;

test("a long text goes in steps, whole and in order, however little each of them takes", () => {
  const taken: number[] = [];
  const write = writerTo({
    descriptor: 1,
    patience: 1000,
    write(bytes) {
      const count = Math.min(bytes.length, 1000);
      taken.push(...bytes.subarray(0, count));
      return count;
    },
  });
  const text = "é and more, ".repeat(2000);
  write(text);
  assertEquals(new TextDecoder().decode(Uint8Array.from(taken)), text);
});

test("a step is no longer than what a pipe takes at once", () => {
  const steps: number[] = [];
  writerTo({ descriptor: 1, patience: 1000, write: (bytes) => steps.push(bytes.length) && bytes.length })(
    "x".repeat(9000),
  );
  assertEquals(steps, [4096, 4096, 808]);
});

test("an end that nobody reads costs its patience once, and then nothing", () => {
  let count = 0;
  const write = writerTo({ descriptor: NOBODY, patience: 100, write: (bytes) => ++count && bytes.length });
  const started = performance.now();
  for (let i = 0; i < 1000; i++) write("line\n");
  assertEquals([count, performance.now() - started < 2000], [0, true]);
}, { skip: openLibc() === null });

test("an end that is gone harms nobody", () => {
  const write = writerTo({
    descriptor: 1,
    patience: 1000,
    write() {
      throw new Error("broken pipe");
    },
  });
  write("line\n");
  write("another\n");
});
