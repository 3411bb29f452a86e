/** Services of several threads, and who of them did what. */

import { startThread, type Thread } from "#net";
import { assertEquals } from "#test";
import type { Config } from "../../config/types.ts";
import type { Service } from "../../service/mod.ts";
import { startWorkers } from "../../service/workers.ts";
import { type Origin, Peer } from "../behaviour/peer.ts";
import { configOf, KeptLog } from "../behaviour/wiring.ts";
import { listenEcho } from "./reloads.ts";

/** A service of several threads under test. */
export interface Threads {
  readonly service: Service;
  readonly log: KeptLog;
  /** A target that sends every byte back. */
  readonly echo: Origin;
  /** The first port. */
  readonly port: number;
  /** Has a further thread fail where nobody catches it. */
  fail(how: "throw" | "reject", index?: number): void;
  /** Threads that were started so far, this one not counted. */
  started(): number;
}

/** Runs the body with so many threads, which all end after it. */
export async function withThreads(
  threads: number,
  parts: Partial<Omit<Config, "limits">>,
  body: (running: Threads) => Promise<void>,
): Promise<void> {
  const log = new KeptLog("debug");
  const echo = await listenEcho();
  const started: Thread[] = [];
  const service = await startWorkers(configOf(parts), log, threads, (events) => {
    const thread = startThread("tests/service/failing_worker.ts", events);
    started.push(thread);
    return thread;
  });
  try {
    await body({
      service,
      log,
      echo,
      port: service.listeners[0]!.port,
      fail: (how, index = started.length - 1) => started[index]!.post(how),
      started: () => started.length,
    });
  } finally {
    await service.stop(0);
    await echo.close();
  }
  assertEquals(log.events.filter(({ name }) => name === "fault"), []);
}

/** How many connections have ended in this way, by thread. */
export function endedByThread({ log }: Pick<Threads, "log">, status: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { name, fields } of log.events) {
    if (name !== "closed" || fields.status !== status) continue;
    const thread = Number(fields.thread ?? 1);
    counts.set(thread, (counts.get(thread) ?? 0) + 1);
  }
  return counts;
}

/** Which thread had a client's connection that ended in this way. */
export function threadOf({ log }: Pick<Threads, "log">, client: string, status: string): number | undefined {
  const ended = log.events.find(({ name, fields }) =>
    name === "closed" && fields.client === client && fields.status === status
  );
  return ended && Number(ended.fields.thread ?? 1);
}

/** Sends bytes on a connection of their own, and our FIN; gives what comes back, and where it was sent from. */
export async function say(port: number, bytes: Uint8Array): Promise<{ back: Uint8Array; from: string }> {
  const peer = await Peer.connect(port);
  try {
    await peer.send(bytes);
    const from = peer.local;
    peer.finish();
    return { back: (await peer.rest()).bytes, from };
  } finally {
    await peer.close();
  }
}

/** Does a thing for each of many, so many at once. */
export async function forAll<T>(items: readonly T[], atOnce: number, each: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const line = async () => {
    for (const item of left) await each(item);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}
