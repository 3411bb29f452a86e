/** How to serve clients that know no method of 2022, beside those that do. @module */

import { DEFAULT_METHOD, OLD_METHOD } from "../config/defaults.ts";
import type { ServerEntry } from "../config/types.ts";
import type { Service } from "../service/mod.ts";

/** A command that works beside this server: another method, hence another key and its file, and another port. */
export function oldClientsHint(servers: readonly ServerEntry[], service: Service, stateFile: string): string {
  if (servers[0]?.method !== DEFAULT_METHOD) return "";
  const port = service.listeners[0]?.port ?? servers[0].port;
  const file = shellWord(stateFile.replace(/(\.json)?$/, "-old-clients$1"));
  const flags = `-m ${OLD_METHOD} -p ${port < 65535 ? port + 1 : port - 1} --state ${file}`;
  return `For clients that know no 2022 method: umbra server ${flags}\n`;
}

/** A text as one word of a shell's command line. */
function shellWord(text: string): string {
  return /^[\w./+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
