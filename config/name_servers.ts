/** Name servers as people write them. @module */

import { readPlace } from "./address.ts";
import { type Where, wrong } from "./wrong.ts";

/** Servers that have names of their own here. */
const KNOWN = ["google", "cloudflare", "quad9"];

const EXPECTED = '"system", google, cloudflare, quad9, an IP address, or udp://, tcp://, tls:// or https:// before one';

/** `"system"`, or servers in a list or with commas between; null when nothing is said. */
export function readNameServers(value: unknown, where: Where): "system" | string[] | null {
  if (value === null || value === "") return null;
  if (value === "system") return value;
  const items: unknown = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(items)) throw wrong(where, value, EXPECTED);
  if (items.length === 0) return null;
  return items.map((item: unknown) => readServer(item, where));
}

function readServer(value: unknown, where: Where): string {
  const text = typeof value === "string" ? value.trim() : "";
  if (KNOWN.includes(text) || isAddress(text) || isUrl(text)) return text;
  throw wrong(where, value, EXPECTED);
}

/** An IP address, with a port or without; a name would have to be looked up first. */
function isAddress(text: string): boolean {
  const host = readPlace(text)?.host ?? "";
  return host.includes(":") || /^\d+(\.\d+){3}$/.test(host);
}

function isUrl(text: string): boolean {
  return /^(udp|tcp|tls|https):\/\/[^\s/]+(\/\S*)?$/.test(text);
}
