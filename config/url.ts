/**
 * `ss://` links (SIP002 and what was there before it): a reader that takes what others produce. Its messages show
 * neither the link nor its parts, for a part cut at the wrong place may be the password.
 *
 * @module
 */

import { findMethod } from "../crypto/methods.ts";
import { normalHost } from "./address.ts";
import { decodeBase64 } from "./base64.ts";
import { methodHint } from "./check.ts";
import { DEFAULT_SERVER_PORT } from "./defaults.ts";
import { knownMethod } from "./method_choice.ts";
import { percentDecode } from "./percent.ts";
import { checkClientKey } from "./server_keys.ts";
import { ConfigError, type ServerEntry } from "./types.ts";
import { findPlugin, type Plugin } from "./url_plugin.ts";
import { quoted } from "./wrong.ts";

/** What a link says. */
export interface Link {
  /** The server, its method in small letters, whether that is one of ours or not. */
  readonly server: ServerEntry;
  /** The plugin that its traffic passes. */
  readonly plugin?: Plugin;
}

/**
 * The server that a link names, whose method must be one of ours and whose key fits it.
 *
 * @throws {ConfigError} when the server cannot be used, a plugin in its way being a reason.
 */
export function readLink(link: string): ServerEntry {
  const { server: entry, plugin } = parseLink(link);
  if (plugin) throw bad(`it asks for the plugin ${quoted(plugin.name)}, and this version has no plugins`);
  const method = findMethod(entry.method)?.name;
  if (method === undefined) {
    throw bad(`its method is none of those that umbra methods lists${methodHint(entry.method)}`);
  }
  if (entry.password === "" && method !== "none") throw bad("its password is empty, expected at least one character");
  const choice = { row: knownMethod(method), named: true };
  checkClientKey(entry.password, { source: "the link", key: "password" }, choice);
  return { ...entry, method };
}

/**
 * Takes a link apart, whatever its method and its plugin.
 *
 * @throws {ConfigError} when it is not a link.
 */
export function parseLink(link: string): Link {
  const text = link.trim();
  if (!text.isWellFormed()) throw bad("it is not Unicode text");
  if (!/^ss:\/\//i.test(text)) throw bad('expected it to begin with "ss://"');
  const [, rest = "", query = "", fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text.slice(5)) ?? [];
  const entry = rest.includes("@") ? parseModern(rest) : parseLegacy(rest);
  const name = percentDecode(fragment) ?? fragment;
  const plugin = findPlugin(query, (value) => decoded(value, "plugin"));
  if (plugin?.name === "") throw bad("its plugin has no name");
  return { server: name === "" ? entry : { ...entry, name }, ...(plugin && { plugin }) };
}

/** `userinfo@host:port`, with a slash behind it or without. */
function parseModern(text: string): ServerEntry {
  const at = text.lastIndexOf("@");
  const [method, password] = parseUserinfo(text.slice(0, at));
  return serverOf(method, password, text.slice(at + 1).replace(/\/$/, ""));
}

/** The whole of `method:password@host:port` in base64; the slash behind it may be part of the base64. */
function parseLegacy(text: string): ServerEntry {
  const plain = percentDecode(text) ?? "";
  const inner = decodeBase64(plain.replace(/\/$/, "")) ?? decodeBase64(plain);
  const at = inner?.lastIndexOf("@") ?? -1;
  if (!inner || at < 0) throw bad("expected ss://METHOD:PASSWORD@HOST:PORT, its user part or the whole in base64");
  const [method, password] = splitSecret(inner.slice(0, at));
  return serverOf(method, password, inner.slice(at + 1));
}

/** Method and password: percent-encoded with a plain colon between, or in base64. */
function parseUserinfo(text: string): [method: string, password: string] {
  if (text.includes(":")) {
    const [method, password] = splitSecret(text);
    return [decoded(method), decoded(password)];
  }
  const plain = decoded(text);
  return splitSecret(decodeBase64(plain) ?? plain);
}

/** Cuts at the first colon: a method has none, a password may have several. */
function splitSecret(text: string): [method: string, password: string] {
  const colon = text.indexOf(":");
  if (colon < 0) throw bad("expected METHOD:PASSWORD before the @, plain or in base64");
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** The entry, once host, port and the method's letters are such as they can be. */
function serverOf(method: string, password: string, authority: string): ServerEntry {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(method)) throw bad("the part before the first colon cannot be a method");
  const parts = /^(\[.*\]|[^:]*)(?::(\d{0,5}))?$/s.exec(authority);
  if (!parts) throw bad("expected HOST:PORT after the @, with an IPv6 address in brackets");
  const host = normalHost(percentDecode(parts[1] ?? "") ?? "");
  if (host === null) throw bad("its host is neither an IP address nor a name");
  const port = Number(parts[2] || DEFAULT_SERVER_PORT);
  if (port < 1 || port > 65535) throw bad("its port is out of range, expected a whole number from 1 to 65535");
  return { host, port, method: method.toLowerCase(), password };
}

/** The text without its percent escapes. */
function decoded(text: string, part = "user part"): string {
  const plain = percentDecode(text);
  if (plain === null) throw bad(`its ${part} has a broken percent escape`);
  return plain;
}

/** The error for a link. */
function bad(reason: string): ConfigError {
  return new ConfigError(`Cannot read the link: ${reason}`);
}
