/** A further thread: does what the first one asks. @module */

import type { ThreadPort } from "../net/threads.ts";
import { Counters } from "../relay/counters.ts";
import { RunningService } from "./running.ts";
import { WorkerLog } from "./workers_log.ts";
import type { FromWorker, LogEvent, Task, ToWorker } from "./workers_messages.ts";
import type { WorkerPlan } from "./workers_plan.ts";
import { findSalts, type SaltsOfPorts } from "./workers_salts.ts";

/** Serves what the other end of a port asks for. */
export function runWorker(port: ThreadPort): void {
  const tasks = new Tasks(port);
  // What comes here comes from the first thread, which is of the same version.
  port.onMessage((message) => tasks.hear(message as ToWorker));
}

class Tasks {
  readonly #port: ThreadPort;
  #log: WorkerLog | null = null;
  #service: RunningService | null = null;
  #salts: SaltsOfPorts = new Map();

  constructor(port: ThreadPort) {
    this.#port = port;
  }

  hear(message: ToWorker): void {
    if (message.kind === "logged") this.#log?.written();
    else if (message.kind === "task") void this.#answer(message.id, message.task);
  }

  async #answer(id: number, task: Task): Promise<void> {
    try {
      await this.#do(task);
      this.#say({ kind: "done", id });
    } catch (cause) {
      this.#say({ kind: "failed", id, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }

  async #do(task: Task): Promise<void> {
    switch (task.kind) {
      case "start":
        this.#service = this.#make(task);
        return await this.#apply(task.plan);
      case "apply":
        return await this.#apply(task.plan);
      case "stop":
        await this.#service?.stop(task.grace);
        return this.#log?.finish();
      case "retire":
        await this.#service?.retire();
        return this.#log?.finish();
    }
  }

  #make({ thread, level, counts, plan }: Extract<Task, { kind: "start" }>): RunningService {
    const send = (events: LogEvent[], lost: number) => this.#say({ kind: "log", events, lost });
    this.#log = new WorkerLog(level, send);
    return new RunningService(plan.config, this.#log, {
      ports: "further",
      counters: new Counters(counts),
      saltsOf: (port) => findSalts(() => this.#salts, port, thread),
    });
  }

  async #apply({ config, salts, users }: WorkerPlan): Promise<void> {
    this.#salts = salts;
    this.#service?.counters.users.know(users);
    await this.#service?.apply(config);
  }

  #say(message: FromWorker): void {
    this.#port.post(message);
  }
}
