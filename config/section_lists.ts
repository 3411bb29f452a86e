/** The lists of whole servers and of whole ports for applications, as shadowsocks-rust has them. @module */

import type { Parts } from "./parts.ts";
import { isRecord, type Reader, type Reading } from "./reading.ts";
import { type Where, wrong } from "./wrong.ts";

/** The most entries that a list may have. */
const MOST = 1024;

/** `servers: [{ server, server_port, … }, …]`. */
export const readServers: Reader = (value, where, parts, reading) => {
  if (isEmpty(value)) return;
  const servers = readList(value, where, "server", reading);
  parts.servers = [...parts.servers ?? [], ...servers];
};

/** `locals: [{ local_address, local_port, protocol, … }, …]`. */
export const readLocals: Reader = (value, where, parts, reading) => {
  if (isEmpty(value)) return;
  parts.locals = readList(value, where, "local", reading).map((local) => {
    // In shadowsocks-rust `mode` outside says nothing of a DNS port.
    const alone = reading.dialect === "rust" && local.protocol === "dns" && local.mode === undefined;
    return alone ? { ...local, mode: "tcp_and_udp" } : local;
  });
};

/** The entries that are not switched off. */
function readList(value: unknown, where: Where, scope: "server" | "local", { entry }: Reading): Parts[] {
  if (!Array.isArray(value)) throw wrong({ ...where, secret: true }, value, "a list [{ … }, …]");
  if (value.length > MOST) throw wrong(where, value, `at most ${MOST} entries`);
  return value.flatMap((item: unknown, i) => {
    const key = `${where.key}[${i}]`;
    if (!isRecord(item)) throw wrong({ ...where, key, secret: true }, item, "an object { … }");
    if (item.disabled === true) return [];
    const parts = entry(item, `${key}.`, scope);
    if (scope === "local" || parts.places !== undefined) return [parts];
    throw wrong({ ...where, key: `${key}.server` }, undefined, "an IP address or a name");
  });
}

/** Whether the list names nothing; one whose entries are all switched off names something. */
function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
