/** The log of a further thread: the first one writes it. @module */

import { after, type Wait } from "../net/timers.ts";
import { atLeast, type Fields, type Level, type Log } from "../relay/log.ts";
import type { LogEvent } from "./workers_messages.ts";

/** Events that wait for the first thread; what comes beyond is counted, and lost. */
const MOST_WAITING = 1024;

/** Seconds that an event waits for others to go with it: a message costs more than an event. */
const GATHERING = 0.02;

/** What the first thread says of a config for all of them. */
const SAID_ONCE: ReadonlySet<string> = new Set([
  "acl",
  "listening",
  "method",
  "method-ready",
  "port-changed",
  "port-closed",
  "private-addresses-open",
  "settings-changed",
  "user-added",
  "user-removed",
]);

/** Sends events, those of a moment together. */
export class WorkerLog implements Log {
  readonly level: Level;
  readonly #send: (events: LogEvent[], lost: number) => void;
  #waiting: LogEvent[] = [];
  #lost = 0;
  /** While events gather. */
  #gathering: Wait | null = null;
  /** Whether what was sent last is still to be written. */
  #isSent = false;

  /** @param send called again only after `written`, but for the last time */
  constructor(level: Level, send: (events: LogEvent[], lost: number) => void) {
    this.level = level;
    this.#send = send;
  }

  event(level: Level, name: string, fields: Fields = {}): void {
    if (!atLeast(level, this.level) || SAID_ONCE.has(name)) return;
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ level, name, fields });
    else this.#lost++;
    this.#gather();
  }

  /** What was sent has been written. */
  written(): void {
    this.#isSent = false;
    this.#gather();
  }

  /** Sends what there is: nothing comes any more. */
  finish(): void {
    this.#gathering?.cancel();
    if (this.#waiting.length > 0) this.#sendAll();
  }

  #gather(): void {
    if (this.#isSent || this.#waiting.length === 0) return;
    this.#gathering ??= after(GATHERING, () => this.#sendAll());
  }

  #sendAll(): void {
    this.#gathering = null;
    this.#isSent = true;
    const events = this.#waiting;
    const lost = this.#lost;
    this.#waiting = [];
    this.#lost = 0;
    this.#send(events, lost);
  }
}
