import { assertEquals, assertRejects, test } from "#test";
import { flow, type Sink, type Source } from "../../relay/pipeline.ts";

/** A source of the items, and a sink; both tell what is done to them. */
function recorded(items: readonly string[], write: (item: string) => Promise<void> | void): {
  events: string[];
  source: Source<string>;
  sink: Sink<string>;
} {
  const events: string[] = [];
  const left = [...items];
  return {
    events,
    source: {
      next() {
        events.push("pull");
        return Promise.resolve(left.shift() ?? null);
      },
      pause: () => void events.push("pause"),
    },
    sink: {
      write(item) {
        events.push(`write ${item}`);
        return write(item);
      },
      closeWrite() {
        events.push("end");
        return Promise.resolve();
      },
    },
  };
}

test("Everything is moved in order, shown to the observer first, and the end is passed on once", async () => {
  const { events, source, sink } = recorded(["a", "b"], () => {});
  await flow(source, sink, (item) => events.push(`see ${item}`));
  assertEquals(events, ["pull", "see a", "write a", "pull", "see b", "write b", "pull", "see null", "end"]);
});

test("While a write is under way nothing is pulled, nor read ahead", async () => {
  const done: (() => void)[] = [];
  const { events, source, sink } = recorded(["a", "b"], () => new Promise<void>((resolve) => done.push(resolve)));
  const flowing = flow(source, sink, () => {});
  const turns = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  await turns();
  assertEquals(events, ["pull", "write a", "pause"]);
  done.shift()!();
  await turns();
  assertEquals(events, ["pull", "write a", "pause", "pull", "write b", "pause"]);
  done.shift()!();
  await flowing;
  assertEquals(events.slice(-2), ["pull", "end"]);
});

test("A failure of either side ends the flow, and no end is passed on", async () => {
  const failing = recorded(["a"], () => Promise.reject(new Error("sink")));
  await assertRejects(() => flow(failing.source, failing.sink, () => {}), Error, "sink");
  assertEquals(failing.events, ["pull", "write a", "pause"]);

  const { events, sink } = recorded([], () => {});
  const source = { next: () => Promise.reject(new Error("source")), pause() {} };
  await assertRejects(() => flow(source, sink, () => {}), Error, "source");
  assertEquals(events, []);
});
