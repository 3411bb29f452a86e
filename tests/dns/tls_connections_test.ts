/** Connections by TLS that are kept for the next query. */

import { SocketError } from "#net";
import { assertEquals, assertRejects, test } from "#test";
import { putQuery } from "../../dns/query.ts";
import { server } from "../../dns/servers.ts";
import { framed } from "../../dns/tcp.ts";
import { TlsConnections } from "../../dns/tls.ts";
import { ResolveError } from "../../dns/types.ts";
import type { Stream } from "../../net/types.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { reply } from "./written.ts";

const HERE = { host: "192.0.2.1", port: 853 };
const place = server("tls", HERE.host);
const query = putQuery({ name: "a.example", type: "A" }, 3);
const limits = () => ({ timeout: 3, signal: new AbortController().signal });

/** A connection to a server that answers so many queries and then ends it; `extra` bytes follow each answer. */
class FakeConnection implements Stream {
  readonly local = HERE;
  readonly remote = HERE;
  closed = false;
  #left: number;
  #answer: Uint8Array | null = null;
  readonly #extra: number;

  constructor(answers: number, extra = 0) {
    this.#left = answers;
    this.#extra = extra;
  }

  next(): Promise<Uint8Array | null> {
    if (this.closed) return Promise.reject(new SocketError("closed", "Cannot read: it is closed"));
    const answer = this.#answer;
    this.#answer = null;
    return Promise.resolve(answer);
  }

  pause(): void {}

  release(): void {}

  write(bytes: Uint8Array): void {
    if (this.#left-- <= 0) return;
    this.#answer = new Uint8Array([...framed(reply(bytes.slice(2), {})), ...new Uint8Array(this.#extra)]);
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }

  abort(): void {
    this.closed = true;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }
}

/** Connections of such servers, and those that were dialled. */
function dialling(make: () => FakeConnection) {
  const dialled: FakeConnection[] = [];
  const connections = new TlsConnections(() => {
    dialled.push(make());
    return Promise.resolve(dialled.at(-1)!);
  });
  return { connections, dialled };
}

test("the next query goes over the connection of the one before, and closing lets go of it", async () => {
  const { connections, dialled } = dialling(() => new FakeConnection(10));
  for (let i = 0; i < 5; i++) await connections.ask(place, query, limits());
  assertEquals(dialled.map(({ closed }) => closed), [false]);
  connections.close();
  assertEquals(dialled.map(({ closed }) => closed), [true]);
});

test("a connection that is gone by now is replaced", async () => {
  const { connections, dialled } = dialling(() => new FakeConnection(1));
  for (let i = 0; i < 3; i++) await connections.ask(place, query, limits());
  assertEquals(dialled.map(({ closed }) => closed), [true, true, false]);
  connections.close();
});

test("a server that does not answer on a new connection is not dialled again", async () => {
  const { connections, dialled } = dialling(() => new FakeConnection(0));
  await assertRejects(() => connections.ask(place, query, limits()), ResolveError);
  assertEquals(dialled.map(({ closed }) => closed), [true]);
});

test("a connection on which more came than was asked for is not used again", async () => {
  const { connections, dialled } = dialling(() => new FakeConnection(9, 1));
  await assertRejects(() => connections.ask(place, query, limits()), ResolveError, "more came than was asked for");
  assertEquals(dialled.map(({ closed }) => closed), [true]);
});

test("queries at once have connections of their own, of which a few are kept for a while", async () => {
  await withFakeClock(async (clock) => {
    const { connections, dialled } = dialling(() => new FakeConnection(10));
    await Promise.all(Array.from({ length: 6 }, () => connections.ask(place, query, limits())));
    assertEquals(dialled.filter(({ closed }) => !closed).length, 4);
    await clock.advance(4);
    await connections.ask(place, query, limits());
    await clock.advance(2);
    assertEquals(dialled.filter(({ closed }) => !closed).length, 1);
    await clock.advance(6);
    assertEquals(dialled.filter(({ closed }) => !closed).length, 0);
    assertEquals(clock.timers, 0);
  });
});

test("what comes back after the end is closed", async () => {
  const { connections, dialled } = dialling(() => new FakeConnection(10));
  const asking = connections.ask(place, query, limits());
  connections.close();
  await asking;
  assertEquals(dialled.map(({ closed }) => closed), [true]);
});
