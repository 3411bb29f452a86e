/** The processes of a measurement: every one is ended, however the measurement ends. @module */

import { freePort } from "../../tests/interop/free_port.ts";
import { type Started, startProcess } from "../../tests/process/started.ts";
import { messageOf } from "../message_of.ts";
import type { Listening } from "./lane.ts";
import { pause } from "../../tests/behaviour/until.ts";
import { listensIn } from "./socket_table.ts";

/** Seconds for a program to listen, and between two looks. */
const START_LIMIT = 20;
const PATIENCE = 0.01;

/** The signals that end a measurement early, and the code that it then ends with. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const INTERRUPTED = 130;

/** A program that was started, and whether it has ended by itself. */
interface Running {
  readonly words: readonly string[];
  readonly started: Started;
  over: boolean;
}

const told = ({ words, started }: Running) => `${words.join(" ")}, which said "${(started.out + started.err).trim()}"`;

/** Starts programs and keeps them in mind. */
export class Processes {
  readonly #running: Running[] = [];

  /** What became of those that should still run. */
  get lost(): string[] {
    return this.#running.filter(({ over }) => over).map((running) => `ended meanwhile: ${told(running)}`);
  }

  /** Starts a program on a free port, and waits until it listens there; by TCP unless the protocol says otherwise. */
  async listen(command: (port: number) => readonly string[], protocol: "tcp" | "udp" = "tcp"): Promise<Listening> {
    const port = await freePort();
    const running = this.#start(command(port));
    const limit = performance.now() + START_LIMIT * 1000;
    while (!listensIn(Deno.readTextFileSync(`/proc/net/${protocol}`), port)) {
      if (running.over || performance.now() > limit) {
        await this.end(running.started);
        throw new Error(`Cannot start ${told(running)}: it does not listen`);
      }
      await pause(PATIENCE);
    }
    return { pid: running.started.pid, port };
  }

  /** Ends one of them. */
  async end({ pid }: { readonly pid: number }): Promise<void> {
    const index = this.#running.findIndex(({ started }) => started.pid === pid);
    for (const { started } of this.#running.splice(index, index < 0 ? 0 : 1)) await started.kill();
  }

  /** Ends all of them. */
  async endAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map(({ started }) => started.kill()));
  }

  #start(words: readonly string[]): Running {
    const running: Running = { words, started: startProcess(words), over: false };
    this.#running.push(running);
    void running.started.ended().then(() => running.over = true);
    return running;
  }
}

/**
 * Runs the body with processes that end when it ends, or when a signal ends it. Where the body fails, the error tells of
 * those that had ended before.
 */
export async function withProcesses<T>(body: (processes: Processes) => Promise<T>): Promise<T> {
  const processes = new Processes();
  const interrupt = () => void processes.endAll().finally(() => Deno.exit(INTERRUPTED));
  for (const signal of SIGNALS) Deno.addSignalListener(signal, interrupt);
  try {
    return await body(processes);
  } catch (cause) {
    throw new Error([messageOf(cause), ...processes.lost].join("\n"), { cause });
  } finally {
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, interrupt);
    await processes.endAll();
  }
}
