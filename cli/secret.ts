/** Where a key comes from when no flag, file or link holds one, so that it need not stand on a command line. @module */

import type { Host } from "../net/types.ts";

/** The variables that may hold the key; the second is what others call it. */
const VARIABLES = ["UMBRA_PASSWORD", "SS_SERVER_PASSWORD"];

/** The key from the environment; an empty variable counts as none. */
export function secretFromEnvironment(host: Host): string | undefined {
  return VARIABLES.map((name) => host.env(name)).find((value) => value !== undefined && value !== "");
}

/** The key from the environment, else from the person at the terminal. */
export function findSecret(host: Host): string | undefined {
  const found = secretFromEnvironment(host);
  if (found !== undefined || !host.isTerminal("stdin")) return found;
  return host.readSecret("Password:") || undefined;
}
