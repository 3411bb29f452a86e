/** The processes of a measurement: every one is ended, however the measurement ends. @module */

import { freePort } from "../../tests/interop/free_port.ts";
import { type Started, startProcess } from "../../tests/process/started.ts";
import type { Listening } from "./lane.ts";
import { pause } from "../../tests/behaviour/until.ts";
import { listensIn } from "./socket_table.ts";

/** Seconds for a program to listen, and between two looks. */
const START_LIMIT = 20;
const PATIENCE = 0.01;

/** The signals that end a measurement early, and the code that it then ends with. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const INTERRUPTED = 130;

/** Starts programs and keeps them in mind. */
export class Processes {
  readonly #running: Started[] = [];

  /** Starts a program on a free port, and waits until it listens there; by TCP unless the protocol says otherwise. */
  async listen(command: (port: number) => readonly string[], protocol: "tcp" | "udp" = "tcp"): Promise<Listening> {
    const port = await freePort();
    const words = command(port);
    const started = startProcess(words);
    this.#running.push(started);
    let over = false;
    void started.ended().then(() => over = true);
    const limit = performance.now() + START_LIMIT * 1000;
    while (!listensIn(Deno.readTextFileSync(`/proc/net/${protocol}`), port)) {
      if (over || performance.now() > limit) {
        throw new Error(`Cannot start ${words.join(" ")}: it does not listen, and said: ${started.out}${started.err}`);
      }
      await pause(PATIENCE);
    }
    return { pid: started.pid, port };
  }

  /** Ends one of them. */
  async end({ pid }: { readonly pid: number }): Promise<void> {
    const index = this.#running.findIndex((started) => started.pid === pid);
    for (const started of this.#running.splice(index, index < 0 ? 0 : 1)) await started.kill();
  }

  /** Ends all of them. */
  async endAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((started) => started.kill()));
  }
}

/** Runs the body with processes that end when it ends, or when a signal ends it. */
export async function withProcesses<T>(body: (processes: Processes) => Promise<T>): Promise<T> {
  const processes = new Processes();
  const interrupt = () => void processes.endAll().finally(() => Deno.exit(INTERRUPTED));
  for (const signal of SIGNALS) Deno.addSignalListener(signal, interrupt);
  try {
    return await body(processes);
  } finally {
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, interrupt);
    await processes.endAll();
  }
}
