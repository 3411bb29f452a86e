/** The proxies on the way out, from their URLs. The messages show no URL: it may hold a password. @module */

import type { Hop } from "../relay/outbound/hop.ts";
import { normalHost } from "./address.ts";
import { percentDecode } from "./percent.ts";
import { readLink } from "./url.ts";
import { type Where, wrong } from "./wrong.ts";

const EXPECTED = "URLs: socks5://HOST:PORT, http://HOST:PORT, with USER:PASSWORD@ or without, or ss://…";

/** The port where none is written. */
const PORTS = { socks5: 1080, http: 80 } as const;

/** One URL, or several in a list: the nearest first. */
export function readHops(value: unknown, where: Where): Hop[] {
  if (value === null || value === "") return [];
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => readHop(item, { ...where, secret: true }));
}

function readHop(value: unknown, where: Where): Hop {
  if (typeof value !== "string") throw wrong(where, value, EXPECTED);
  if (/^ss:\/\//i.test(value)) {
    const { host, port, method, password } = readLink(value);
    return { kind: "ss", host, port, method, password };
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  const kind = url && ({ "socks5:": "socks5", "socks5h:": "socks5", "http:": "http" } as const)[url.protocol];
  const host = url && normalHost(url.hostname);
  if (!url || !kind || !host || !/^\/?$/.test(url.pathname) || url.search !== "") throw wrong(where, value, EXPECTED);
  const port = url.port === "" ? PORTS[kind] : Number(url.port);
  if (port === 0) throw wrong(where, value, EXPECTED);
  if (url.username === "") return { kind, host, port };
  const [user, password] = [percentDecode(url.username), percentDecode(url.password)];
  if (user === null || password === null) throw wrong(where, value, `${EXPECTED}, percent escapes of UTF-8 in them`);
  return { kind, host, port, user, password };
}
