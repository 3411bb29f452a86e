import { assertEquals, assertMatch, test } from "#test";
import { runIn } from "./fake.ts";

const WORDS = ["local", "ss://none:@127.0.0.1:1"];

test("a signal ends the run cleanly, after the grace that was given", async () => {
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    const outcome = await runIn({ running: ({ signal }) => signal(name) }, ...WORDS, "--grace", "0.5");
    assertEquals(outcome.code, 0);
    assertEquals(outcome.graces, [0.5]);
    assertEquals(outcome.handlers, 0);
    assertMatch(outcome.err, new RegExp(`^\\S+Z INFO stopping signal=${name} grace=0.5\\n$`));
  }
});

test("a second signal ends the wait, and says so by the exit code", async () => {
  const outcome = await runIn({
    running({ signal }) {
      signal("SIGINT");
      signal("SIGINT");
    },
    stop: () => new Promise(() => {}),
  }, ...WORDS);
  assertEquals(outcome.code, 1);
  assertEquals(outcome.handlers, 0);
});

test("the flags set the level of the log", async () => {
  const says = async (...words: string[]) => {
    const { err } = await runIn(
      {
        says(log) {
          for (const level of ["debug", "info", "warn", "error"] as const) log.event(level, level);
        },
      },
      ...WORDS,
      ...words,
    );
    return err.replaceAll(/^\S+Z [A-Z]+ (\w+).*\n/gm, "$1 ");
  };
  assertEquals(await says(), "info warn error stopping ");
  assertEquals(await says("-v"), "debug info warn error stopping ");
  assertEquals(await says("--quiet"), "warn error ");
});

test("SIGQUIT closes the ports and waits for the last connection", async () => {
  const retired = Promise.withResolvers<void>();
  const outcome = await runIn({
    running({ signal }) {
      signal("SIGQUIT");
      queueMicrotask(() => retired.resolve());
    },
    retire: () => retired.promise,
  }, ...WORDS);
  assertEquals(outcome.code, 0);
  assertEquals(outcome.graces, [0]);
  assertMatch(outcome.err, /WARN retiring signal=SIGQUIT\n$/);
});
