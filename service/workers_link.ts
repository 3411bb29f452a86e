/** One further thread as the first one sees it: asked, and heard. @module */

import { after } from "../net/timers.ts";
import type { Thread, ThreadEvents } from "../net/threads.ts";
import type { FromWorker, LogEvent, Task } from "./workers_messages.ts";

/** Starts a thread that serves; tests start others. */
export type StartWorker = (events: ThreadEvents) => Thread;

/** How a thread is heard. */
export interface LinkEvents {
  /** Told what the thread wants written. */
  onLog(events: readonly LogEvent[], lost: number): void;
  /** Told once when it has died. */
  onDeath(reason: string): void;
}

/** A thread and what it has been asked and not answered yet. */
export class WorkerLink {
  readonly #thread: Thread;
  readonly #events: LinkEvents;
  readonly #pending = new Map<number, { done: () => void; failed: (reason: Error) => void }>();
  #lastId = 0;
  #over: Error | null = null;

  constructor(start: StartWorker, events: LinkEvents) {
    this.#events = events;
    this.#thread = start({
      // A thread runs our own module, which says nothing else.
      onMessage: (message) => this.#hear(message as FromWorker),
      onDeath: (reason) => {
        this.#finish(new Error(`Cannot wait for a thread: it has died: ${reason}`));
        events.onDeath(reason);
      },
    });
  }

  /** Waits until a task is done; rejects when it fails, when the thread ends, or after so many seconds. */
  async ask(task: Task, limit = Infinity): Promise<void> {
    if (this.#over !== null) throw this.#over;
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending.set(id, { done: resolve, failed: reject });
    const late = new Error(`Cannot wait for a thread: ${task.kind} was not done within ${limit} s`);
    const wait = limit === Infinity ? null : after(limit, () => reject(late));
    try {
      this.#thread.post({ kind: "task", id, task });
      await promise;
    } finally {
      this.#pending.delete(id);
      wait?.cancel();
    }
  }

  /** Ends the thread at once. A second call does nothing. */
  end(): void {
    this.#thread.end();
    this.#finish(new Error("Cannot wait for a thread: it was ended"));
  }

  #finish(reason: Error): void {
    this.#over ??= reason;
    for (const { failed } of [...this.#pending.values()]) failed(reason);
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case "done":
        return this.#pending.get(message.id)?.done();
      case "failed":
        return this.#pending.get(message.id)?.failed(new Error(message.reason));
      case "log":
        this.#events.onLog(message.events, message.lost);
        this.#thread.post({ kind: "logged" });
    }
  }
}
