/** Name servers as people write them. @module */

import { readPlace } from "./address.ts";
import { type Where, wrong } from "./wrong.ts";

/** Servers that have names of their own here. */
const KNOWN = ["google", "cloudflare", "quad9"];

/** What shadowsocks-rust calls the same by TLS and HTTPS, with the names that their certificates have. */
const OF_RUST: Readonly<Record<string, readonly string[]>> = {
  google_tls: ["tls://8.8.8.8#dns.google", "tls://8.8.4.4#dns.google"],
  google_https: ["https://8.8.8.8/dns-query", "https://8.8.4.4/dns-query"],
  cloudflare_tls: ["tls://1.1.1.1#cloudflare-dns.com", "tls://1.0.0.1#cloudflare-dns.com"],
  cloudflare_https: ["https://1.1.1.1/dns-query", "https://1.0.0.1/dns-query"],
  quad9_tls: ["tls://9.9.9.9#dns.quad9.net", "tls://149.112.112.112#dns.quad9.net"],
  quad9_https: ["https://9.9.9.9/dns-query", "https://149.112.112.112/dns-query"],
};

const EXPECTED = '"system", google, cloudflare, quad9, an IP address, or udp://, tcp://, tls:// or https:// before one';

/** `"system"`, or servers in a list or with commas between; null when nothing is said. */
export function readNameServers(value: unknown, where: Where): "system" | string[] | null {
  if (value === null || value === "") return null;
  if (value === "system") return value;
  const items: unknown = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(items)) throw wrong(where, value, EXPECTED);
  if (items.length === 0) return null;
  return items.flatMap((item: unknown) => readServer(item, where));
}

function readServer(value: unknown, where: Where): readonly string[] {
  const text = typeof value === "string" ? value.trim() : "";
  if (KNOWN.includes(text) || isAddress(text) || isUrl(text)) return [text];
  const several = Object.hasOwn(OF_RUST, text) ? OF_RUST[text] : undefined;
  if (several !== undefined) return several;
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
