/** Shows the server's links to the person who started it. @module */

import { checkHost } from "../config/check.ts";
import { clientEntries } from "../config/clients.ts";
import type { ServerEntry } from "../config/types.ts";
import type { Host } from "../net/types.ts";
import type { Service } from "../service/mod.ts";
import { type Given, UsageError } from "./flags.ts";
import { showLink } from "./link.ts";
import { findPublicHost } from "./public_host.ts";

/** How links are to be shown. */
export interface Showing {
  /** Whether also where the key is not one that we made: when asked for, and where only a person sees it. */
  readonly wanted: boolean;
  /** Whether with QR codes; undefined leaves it to their number. */
  readonly qr: boolean | undefined;
  /** Whether a terminal shows it. */
  readonly terminal: boolean;
  /** The host in the links, where it was named. */
  readonly publicHost: string | undefined;
}

/** What the flags and the place of standard output say. */
export function readShowing({ values, switches }: Given, host: Host): Showing {
  if (switches.has("qr") && switches.has("no-qr")) {
    throw new UsageError("Cannot read the command line: --qr and --no-qr exclude each other");
  }
  const named = values["public-host"];
  const where = { source: "the command line", key: "--public-host" };
  const terminal = host.isTerminal("stdout");
  return {
    wanted: terminal || switches.has("qr"),
    qr: switches.has("qr") ? true : switches.has("no-qr") ? false : undefined,
    terminal,
    publicHost: named === undefined ? undefined : checkHost(named, where),
  };
}

/** Prints one text for each client that is known, with the port that its server really has. */
export async function announce(
  servers: readonly ServerEntry[],
  service: Service,
  showing: Showing,
  host: Host,
): Promise<void> {
  const listeners = service.listeners.filter((listener) => listener.role === "server");
  const clients = servers.map(clientEntries);
  const qr = showing.qr ?? (showing.terminal && clients.flat().length === 1);
  for (const [i, entry] of servers.entries()) {
    const { host: listening, port } = listeners[i] ?? entry;
    if (entry.destinations !== undefined) host.print(passedOn(port));
    const reached = findPublicHost(showing.publicHost, listening, host);
    for (const client of clients[i] ?? []) {
      host.print(await showLink({ ...client, port }, reached, { qr, colours: showing.terminal }));
    }
  }
}

/** What stands in the place of links where only other servers know the users. */
function passedOn(port: number): string {
  return `No link for port ${port}, which passes users on: a client's password is the key of this port, ` +
    "that of the server behind it, and that of the user, if it has users, with colons between.\n";
}
