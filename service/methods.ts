/** Which methods a run may use. @module */

import { methodRemark, usableMethod } from "../config/method_choice.ts";
import type { Config } from "../config/types.ts";
import type { Log } from "../relay/log.ts";

/**
 * Passes every method of a config, with one warning for each that does not protect what it carries.
 *
 * @throws {ConfigError} when one is unknown, or broken and not allowed.
 */
export function admitMethods({ servers, locals, outboundProxy = [], allowLegacy }: Config, log: Log): void {
  const hops = outboundProxy.filter((hop) => hop.kind === "ss");
  const entries = [...servers, ...locals.flatMap((local) => local.servers), ...hops];
  const rows = new Set(entries.map(({ method }) => usableMethod(method, allowLegacy)));
  for (const message of [...rows].map(methodRemark)) {
    if (message !== null) log.event("warn", "method", { message });
  }
}
