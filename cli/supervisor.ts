/** What systemd is told, where it asks by NOTIFY_SOCKET: `Type=notify` and `Type=notify-reload` work. @module */

import { formatEndpoint } from "../net/hosts.ts";
import type { Host, Processes } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import type { Service } from "../service/mod.ts";

/** Somebody who wants to know how the program fares. */
export interface Supervisor {
  /** It serves what its config says. */
  ready(service: Service): Promise<void>;
  /** It reads its config again; `ready` follows, whatever comes of it. */
  reloading(): Promise<void>;
  /** It ends. */
  stopping(): Promise<void>;
}

const NOBODY: Supervisor = {
  ready: () => Promise.resolve(),
  reloading: () => Promise.resolve(),
  stopping: () => Promise.resolve(),
};

/** Who started the program, if anybody wants to know. */
export async function findSupervisor(host: Host, log: Log): Promise<Supervisor> {
  const path = host.env("NOTIFY_SOCKET");
  if (!path) return NOBODY;
  const { notify, monotonicTime }: Processes = await host.processes();
  const tell = async (...lines: string[]) => {
    if (await notify(path, lines.join("\n"))) return;
    log.event("warn", "supervisor", { message: "Cannot tell systemd: its socket does not take what is sent" });
  };
  return {
    ready: (service) => tell("READY=1", `STATUS=${summary(service)}`),
    reloading() {
      const time = monotonicTime();
      return tell(
        "RELOADING=1",
        ...(time === null ? [] : [`MONOTONIC_USEC=${time}`]),
        "STATUS=Reading the config again",
      );
    },
    stopping: () => tell("STOPPING=1", "STATUS=Letting connections end"),
  };
}

/** Where it serves, in a line. */
function summary({ listeners }: Service): string {
  const places = listeners.slice(0, MAX_PLACES).map((listener) => `${listener.role} ${formatEndpoint(listener)}`);
  const more = listeners.length - places.length;
  return `Serving ${places.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Ports that are named; there may be thousands. */
const MAX_PLACES = 4;
