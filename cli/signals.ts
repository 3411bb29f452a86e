/** Signals as a queue: those that ask for the end are waited for, others are handed on as they come. @module */

import type { Host, SignalName } from "../net/types.ts";

/** What the program does at signals that do not end it. */
export type Handlers = Partial<Record<SignalName, () => void>>;

/** The signals of a run. */
export interface Signals<Ending extends SignalName> {
  /** The next signal that asks for the end. */
  next(): Promise<Ending>;
  /** Has these handled from now on; others are left to the system. */
  handle(handlers: Handlers): void;
  /** Leaves all of them to the system again. */
  release(): void;
}

/** Watches for those that ask for the end. */
export function watchSignals<Ending extends SignalName>(
  host: Pick<Host, "onSignal">,
  ending: readonly Ending[],
): Signals<Ending> {
  const came: Ending[] = [];
  let waiting: ((name: Ending) => void) | null = null;
  const arrive = (name: Ending) => {
    if (waiting === null) came.push(name);
    else waiting(name);
    waiting = null;
  };
  const releases = ending.map((name) => host.onSignal(name, () => arrive(name)));
  return {
    next() {
      const first = came.shift();
      return first !== undefined ? Promise.resolve(first) : new Promise((resolve) => waiting = resolve);
    },
    handle(handlers) {
      for (const name of Object.keys(handlers) as SignalName[]) {
        const handler = handlers[name];
        if (handler !== undefined) releases.push(host.onSignal(name, handler));
      }
    },
    release: () => releases.splice(0).forEach((release) => release()),
  };
}
