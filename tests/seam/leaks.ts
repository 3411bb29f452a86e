/** Nothing may be left open after a test: sockets, threads, timers and cipher contexts are counted by those who open them. @module */

import { liveThreads, openSockets } from "#net";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { loadProvider } from "../../crypto/providers/load.ts";
import { openLibc } from "../../net/libc.ts";
import { openLibcProcess } from "../../net/libc_process.ts";
import { hasOwnSockets } from "../../net/linux/calls.ts";
import { poller } from "../../net/linux/poller.ts";
import { monotonicTime } from "../../net/notify.ts";
import { liveWaits } from "../../net/timers.ts";
import { assertEquals } from "./assert.ts";
import type { TestBody } from "./types.ts";

// Libraries stay open as long as the process lives: opened here, none is held against the test that needs it first.
openLibc();
openLibcProcess();
hasOwnSockets();
monotonicTime();
await loadProvider("native").catch(() => {});

/** Seconds that a test may take unless it says otherwise. */
export const TEST_LIMIT = 30;

/** The body with a time limit and, after it, the check that what it opened is closed. */
export function closedAfter(body: TestBody, limit = TEST_LIMIT): () => Promise<void> {
  return async () => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`The test did not end within ${limit} s`)), limit * 1000);
    });
    try {
      await Promise.race([body(), late]);
    } finally {
      clearTimeout(timer);
    }
    assertEquals(openThings(), {}, "left open");
    await poller.idle();
  };
}

/** What is open now, by kind, and how many. */
function openThings(): Record<string, number> {
  const counts = { sockets: openSockets(), threads: liveThreads(), timers: liveWaits(), ciphers: liveCiphers() };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
