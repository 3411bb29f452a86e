/** Where a key comes from when no flag, file or link holds one, so that it need not stand on a command line. @module */

import type { Parts } from "../config/parts.ts";
import type { Host } from "../net/types.ts";

/** A key and where it was found; nothing when it was not. */
type Secret = Pick<Parts, "password" | "at">;

/** The variables that may hold the key; the second is what others call it. */
const VARIABLES = ["UMBRA_PASSWORD", "SS_SERVER_PASSWORD"] as const;

/** The key from the environment; an empty variable counts as none. */
export function secretFromEnvironment(host: Host): Secret {
  const key = VARIABLES.find((name) => host.env(name));
  const password = key && host.env(key);
  return password ? { password, at: { password: { source: "the environment", key } } } : {};
}

/** What the person at the terminal answered, by the host that asked. */
const answers = new WeakMap<Host, Promise<string | null>>();

/** The same host, which asks the person at the terminal once: who reads a config again has the answer already. */
export function askingOnce(host: Host): Host {
  const asking: Host = {
    ...host,
    isTerminal: (stream) => (stream === "stdin" && answers.has(asking)) || host.isTerminal(stream),
    readSecret(prompt) {
      const answer = answers.get(asking) ?? host.readSecret(prompt);
      answers.set(asking, answer);
      return answer;
    },
  };
  return asking;
}

/** The variable that holds what a host which asks once was answered; none where nobody was asked. */
export async function answerOf(host: Host): Promise<Record<string, string>> {
  const answer = await answers.get(host);
  return answer ? { [VARIABLES[0]]: answer } : {};
}

/** The key from the environment, else from the person at the terminal. */
export async function findSecret(host: Host): Promise<Secret> {
  const found = secretFromEnvironment(host);
  if (found.password !== undefined || !host.isTerminal("stdin")) return found;
  const password = await host.readSecret("Password:");
  return password ? { password, at: { password: { source: "the terminal", key: "password" } } } : {};
}
