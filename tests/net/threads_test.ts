import { liveThreads, processors, startThread, type Thread } from "#net";
import { assert, assertEquals, test } from "#test";

/** Starts the thread that sends back what it is told; what it says and how it dies can be waited for. */
function startEcho(module = "tests/net/echo_thread.ts") {
  const said: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  const death = Promise.withResolvers<string>();
  let deaths = 0;
  const thread: Thread = startThread(module, {
    onMessage(message) {
      const next = waiting.shift();
      if (next === undefined) said.push(message);
      else next(message);
    },
    onDeath(reason) {
      deaths++;
      death.resolve(reason);
    },
  });
  const heard = (): Promise<unknown> =>
    said.length > 0 ? Promise.resolve(said.shift()) : new Promise((resolve) => waiting.push(resolve));
  return { thread, heard, death: death.promise, deaths: () => deaths };
}

test("A thread gets copies of messages in their order, and answers", async () => {
  const { thread, heard } = startEcho();
  assertEquals(liveThreads(), 1);
  const message = { map: new Map([["a", Uint8Array.of(1, 2)]]), none: undefined };
  thread.post(message);
  thread.post("next");
  assertEquals([await heard(), await heard()], [message, "next"]);
  thread.end();
  thread.end();
  assertEquals(liveThreads(), 0);
});

test("Shared memory is the same on both sides", async () => {
  const { thread, heard } = startEcho();
  const word = new Int32Array(new SharedArrayBuffer(4));
  thread.post(word);
  await heard();
  assertEquals(word[0], 1);
  thread.end();
});

test("An error that a thread does not catch ends it alone, and is told once with its reason", async () => {
  const { thread, heard, death, deaths } = startEcho();
  thread.post("before");
  assertEquals(await heard(), "before");
  thread.post("fail");
  const reason = await death;
  // Not the lines of the source around it: those of an executable are long.
  assert(/^(?:Uncaught )?error: a planted error\b/i.test(reason), reason);
  assertEquals(liveThreads(), 0);
  thread.post("after");
  thread.end();
  assertEquals(deaths(), 1);
});

test("A thread whose module is not there dies of it", async () => {
  const { death } = startEcho("tests/net/no_such_module.ts");
  assert((await death).includes("no_such_module"));
  assertEquals(liveThreads(), 0);
});

test("A thread that was ended says nothing more, and its end is no death", async () => {
  const [ended, other] = [startEcho(), startEcho()];
  ended.thread.post("never heard");
  ended.thread.end();
  other.thread.post("heard");
  assertEquals(await other.heard(), "heard");
  assertEquals(ended.deaths(), 0);
  other.thread.end();
});

test("There is at least one processor", () => {
  assert(Number.isInteger(processors()) && processors() >= 1);
});
