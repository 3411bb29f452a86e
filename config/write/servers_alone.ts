/** A config as a list of the servers that clients use: a SIP008 document, or links. @module */

import type { Config, ServerEntry } from "../types.ts";
import { writeLink } from "../url_write.ts";
import { type Keys, labelledKeys } from "./keys.ts";
import { type Loss, loss, unsaid } from "./losses.ts";
import { nativeKeys } from "./native.ts";
import { uuidOf } from "./uuid.ts";

/** Our keys that such a list says, and those that its reader decides for himself. */
const KNOWN = new Set("server server_port method password name servers locals allow_legacy".split(" "));

/** A SIP008 document: a version, and servers. */
export interface Sip008 {
  readonly version: 1;
  readonly servers: readonly (Keys & { readonly id: string })[];
}

/** The document of some servers. An identifier stays as long as the place, the method and the label do. */
export function sip008File(servers: readonly ServerEntry[]): Sip008 {
  return { version: 1, servers: servers.map((server) => ({ id: idOf(server), ...labelledKeys(server) })) };
}

/** Links, one a line. */
export function linksFile(servers: readonly ServerEntry[]): string {
  return servers.map((server) => `${writeLink(server)}\n`).join("");
}

/** What of a config a list of servers does not say: of a server, how it lives does not concern its clients. */
export function listLosses(config: Config): Loss[] {
  const { locals, servers } = config;
  const what = "a list of servers";
  if (locals.length > 0) return unsaid(nativeKeys(config), KNOWN, what);
  const passing = servers.filter(({ destinations }) => destinations);
  const narrow = servers.filter(({ mode }) => mode !== undefined && mode !== "tcp_and_udp");
  return [
    ...passing.map(({ port }) => loss("destinations", `of port ${port} know their own users, so that it is left out`)),
    ...narrow.map(({ port, mode }) => loss("mode", `${mode} of port ${port} cannot be said in ${what}`)),
  ];
}

function idOf({ host, port, method, name = "" }: ServerEntry): string {
  return uuidOf(`${method} ${host} ${port} ${name}`);
}
