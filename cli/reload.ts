/** Reading the config again, and taking it. @module */

import { ConfigError } from "../config/types.ts";
import type { Config } from "../config/types.ts";
import { HostError } from "../net/errors.ts";
import type { Log } from "../relay/log.ts";
import { logFault } from "../service/faults.ts";
import { type Service, StartError } from "../service/types.ts";
import { UsageError } from "./flags.ts";
import type { Supervisor } from "./supervisor.ts";

/** What a reload is made of. */
export interface ReloadOptions {
  /** The service, once it stands. */
  readonly starting: Promise<Service>;
  /** Reads the config again. */
  readonly read: () => Promise<Config>;
  readonly log: Log;
  readonly supervisor: Supervisor;
}

/** Reloads that wait for one another: however often they are asked for meanwhile, once more is enough. */
export class Reloads {
  readonly #options: ReloadOptions;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(options: ReloadOptions) {
    this.#options = options;
  }

  /** Asks for one. */
  request(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => this.#running = null);
  }

  /** Waits until none is under way. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const service = await this.#options.starting.catch(() => null);
    while (this.#again) {
      this.#again = false;
      if (service !== null) await reload(service, this.#options);
    }
  }
}

/** Reads the config and has the service take it. One that cannot be taken is refused, and what runs goes on. */
async function reload(service: Service, { read, log, supervisor }: ReloadOptions): Promise<void> {
  await supervisor.reloading();
  try {
    const changes = await service.apply(await read());
    log.event("info", "reloaded", { changes: changes.length });
  } catch (error) {
    if (isExpected(error)) log.event("error", "reload-refused", { message: error.message });
    else logFault(log, error);
  } finally {
    await supervisor.ready(service);
  }
}

/** Whether it is the fault of what was read, and not of the program. */
function isExpected(error: unknown): error is Error {
  return [ConfigError, UsageError, StartError, HostError].some((kind) => error instanceof kind);
}
