/** Starts what a Config describes. @module */

import { processors } from "#net";
import type { Config } from "../config/types.ts";
import type { Log } from "../relay/log.ts";
import { RunningService } from "./running.ts";
import type { Service } from "./types.ts";
import { workerCount } from "./workers_plan.ts";

/**
 * Starts every server and every local of the config.
 *
 * @throws {ConfigError} when a method or key is wrong; {@linkcode StartError} when a port or a provider cannot be had.
 */
export async function start(config: Config, log: Log): Promise<Service> {
  const threads = workerCount(config, processors());
  // Few ask for threads, and nobody else loads them.
  if (threads > 1) return await (await import("./workers.ts")).startWorkers(config, log, threads);
  const service = new RunningService(config, log);
  try {
    await service.apply(config);
  } catch (cause) {
    await service.stop(0);
    throw cause;
  }
  return service;
}
