/** Time that passes only when a test says so. @module */

/** A timer that was set and has not come up. */
interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** The hand that moves the time. */
export interface FakeClock {
  /** Seconds since the start. */
  readonly seconds: number;
  /** Runtime timers that are set. */
  readonly timers: number;
  /** Lets time pass, with everything that falls due on the way and all that follows from it. */
  advance(seconds: number): Promise<void>;
  /** Lets everything happen that waits for nothing but its turn. */
  settle(): Promise<void>;
}

/** Runs the body on a clock of its own: `performance.now`, `setTimeout` and `clearTimeout` are put aside meanwhile. */
export async function withFakeClock(body: (clock: FakeClock) => Promise<void>): Promise<void> {
  const { setTimeout: realSetTimeout } = globalThis;
  const timers = new Map<number, Timer>();
  // A start that is neither 0 nor whole, as real ones are.
  const start = 1234.5;
  let now = start;
  let nextId = 1;
  const settle = () => new Promise<void>((resolve) => realSetTimeout(resolve, 0));
  const restore = [
    replace(performance, "now", () => now),
    replace(globalThis, "setTimeout", (callback: () => void, delay = 0) => {
      timers.set(nextId, { at: now + Math.max(1, delay), callback });
      return nextId++;
    }),
    replace(globalThis, "clearTimeout", (id: number | undefined) => timers.delete(id ?? 0)),
  ];
  const clock: FakeClock = {
    get seconds() {
      return (now - start) / 1000;
    },
    get timers() {
      return timers.size;
    },
    settle,
    async advance(seconds) {
      const end = now + seconds * 1000;
      for (;;) {
        await settle();
        const [id, timer] = [...timers].sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
        if (id === undefined || timer === undefined || timer.at > end) break;
        timers.delete(id);
        now = Math.max(now, timer.at);
        timer.callback();
      }
      now = end;
    },
  };
  try {
    await body(clock);
  } finally {
    for (const back of restore) back();
  }
}

/** Puts a value in a property's place and returns what puts the old one back. */
function replace(holder: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(holder, name);
    else Object.defineProperty(holder, name, own);
  };
}
