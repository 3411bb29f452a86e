/** A run of our own commands, once it is known what is to be served. @module */

import type { Role } from "../config/keys.ts";
import type { Config } from "../config/types.ts";
import type { Service } from "../service/mod.ts";
import { goToBackground, inBackground } from "./background.ts";
import type { Given } from "./flags.ts";
import { live } from "./life.ts";
import { type RunLog, settleLog } from "./log.ts";
import { lifeOf } from "./own_daemon.ts";
import type { Program } from "./program.ts";
import { graceOf, serve } from "./serve.ts";

/** What is to be served, and by whose words. */
export interface Running {
  /** What is to be served. */
  readonly config: Config;
  /** The command. */
  readonly role: Role;
  /** Its flags. */
  readonly given: Given;
  /** Where events go. */
  readonly log: RunLog;
  /** Told when it stands. */
  ready?(service: Service): Promise<void>;
  /** Reads the config again, where there is a file to read. */
  readonly reload?: (() => Promise<Config>) | undefined;
}

/** Serves until its end, in the foreground or in the background. */
export async function runConfig(running: Running, program: Program): Promise<number> {
  const { config, role, given, log } = running;
  const { host } = program;
  const life = lifeOf(given, config.life, role, host);
  if (life.background === true && !inBackground(host)) return await goToBackground(host);
  return await live({ life, logFile: config.log?.file, log, host }, async (settle) => {
    await settleLog(log, config.log ?? {}, given, host);
    return await serve({
      start: () => program.start(config, log),
      async ready(service) {
        await running.ready?.(service);
        settle();
      },
      reload: reopening(running),
      grace: graceOf(life),
      log,
    }, program);
  });
}

/** The reload, which is also when the log's file is opened again: whoever moves logs away sends SIGHUP. */
function reopening({ config, reload, log }: Running): Running["reload"] {
  if (reload === undefined && config.log?.file === undefined) return undefined;
  return () => {
    log.reopen();
    return reload?.() ?? Promise.resolve(config);
  };
}
