/** What another config has changed: as data, and as lines of the log. @module */

import { formatEndpoint } from "../net/hosts.ts";
import type { Log } from "../relay/log.ts";
import { entryChanges, userChanges } from "./plan.ts";
import type { Described, Prepared, Wired } from "./prepare.ts";
import type { Change } from "./types.ts";

/** All of them, in the order in which they happened. */
export function changesOf({ settings, wired }: Prepared, closed: readonly Described[]): Change[] {
  return [
    ...(settings.length > 0 ? [{ kind: "settings-changed" as const, keys: settings }] : []),
    ...wired.flatMap(portChanges),
    ...closed.map(({ port }) => ({ kind: "port-closed" as const, listener: port.info })),
  ];
}

/** One line for each. */
export function logChange(log: Log, change: Change): void {
  if (change.kind === "settings-changed") return log.event("info", change.kind, { keys: change.keys.join(",") });
  const { role, method, mode } = change.listener;
  const port = { role, address: formatEndpoint(change.listener) };
  switch (change.kind) {
    case "port-opened":
      return log.event("info", "listening", { ...port, mode, method });
    case "port-changed":
      return log.event("info", change.kind, { ...port, keys: change.keys.join(",") });
    case "port-closed":
      return log.event("info", change.kind, port);
    default:
      return log.event("info", change.kind, { ...port, user: change.user });
  }
}

function portChanges({ port, as, former }: Wired): Change[] {
  const listener = port.info;
  if (former === null) return [{ kind: "port-opened", listener }];
  const { added, removed } = userChanges(former, as);
  const keys = entryChanges(former, as);
  return [
    ...(keys.length > 0 ? [{ kind: "port-changed" as const, listener, keys }] : []),
    ...added.map((user) => ({ kind: "user-added" as const, listener, user })),
    ...removed.map((user) => ({ kind: "user-removed" as const, listener, user })),
  ];
}
