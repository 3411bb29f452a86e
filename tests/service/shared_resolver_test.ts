import { assertEquals, assertRejects, test } from "#test";
import { ConfigError } from "../../config/types.ts";
import { type Answer, ResolveError, type Resolver } from "../../dns/types.ts";
import { openResolver, SharedResolver } from "../../service/shared_resolver.ts";
import { configOf } from "../behaviour/wiring.ts";

/** A resolver whose lookups end when the test says so. */
class Scripted implements Resolver {
  readonly lookups: PromiseWithResolvers<Answer>[] = [];
  closed = 0;

  resolve(): Promise<Answer> {
    const lookup = Promise.withResolvers<Answer>();
    this.lookups.push(lookup);
    return lookup.promise;
  }

  close(): void {
    this.closed++;
    for (const { reject } of this.lookups) reject(new ResolveError("server", "closed"));
  }
}

const ANSWER: Answer = { addresses: ["192.0.2.1"], ttl: 1 };

test("a resolver that is replaced ends with its last lookup", async () => {
  const [old, next] = [new Scripted(), new Scripted()];
  const shared = new SharedResolver(old);
  const [first, second] = [shared.resolve("a"), shared.resolve("b")];
  shared.replace(next);
  const third = shared.resolve("c");
  assertEquals([old.lookups.length, next.lookups.length], [2, 1]);
  old.lookups[0]!.resolve(ANSWER);
  assertEquals(await first, ANSWER);
  assertEquals(old.closed, 0);
  old.lookups[1]!.reject(new ResolveError("timeout", "late"));
  await assertRejects(() => second, ResolveError, "late");
  assertEquals([old.closed, next.closed], [1, 0]);
  next.lookups[0]!.resolve(ANSWER);
  await third;
  shared.close();
  assertEquals([old.closed, next.closed], [1, 1]);
});

test("one that nobody waits for ends at once, and the end of all ends those that are left", async () => {
  const [idle, busy, last] = [new Scripted(), new Scripted(), new Scripted()];
  const shared = new SharedResolver(idle);
  shared.replace(busy);
  assertEquals(idle.closed, 1);
  const lookup = shared.resolve("a");
  shared.replace(last);
  shared.close();
  await assertRejects(() => lookup, ResolveError, "closed");
  assertEquals(last.closed, 1);
});

test("a name server that is none is the config's fault", async () => {
  await assertRejects(() => openResolver(configOf({ dns: { servers: ["nonsense://"] } })), ConfigError);
  (await openResolver(configOf({}))).close();
});
