/** The keys that describe servers: where they listen or are reached, and with which keys. @module */

import { DEFAULT_METHOD, DEFAULT_SERVER_HOST, DEFAULT_SERVER_PORT } from "./defaults.ts";
import type { KeyRow, Scope } from "./key_table.ts";

const SERVER: readonly Scope[] = ["top", "server"];

/** The rows. */
export const SERVER_KEYS: readonly KeyRow[] = [
  {
    name: "server",
    kind: "places",
    says: "Where a server listens, or where a client reaches it: an address or a name, or several in a list; " +
      "`HOST:PORT` counts before `server_port`.",
    in: SERVER,
    also: { address: "rust" },
    default: DEFAULT_SERVER_HOST,
    dialects: ["python", "libev", "rust"],
  },
  {
    name: "server_port",
    kind: "ports",
    says: 'The port, a list of ports, or a range as `"8388-8390"`; a client takes one of them at random.',
    in: SERVER,
    also: { port: "rust" },
    default: String(DEFAULT_SERVER_PORT),
    dialects: ["python", "libev", "rust"],
  },
  {
    name: "password",
    kind: "secret",
    says: "The password, or for a method of 2022 the key in base64; at a client a chain of keys with colons between.",
    in: SERVER,
    dialects: ["python", "libev", "rust"],
  },
  {
    name: "method",
    kind: "method",
    says: "The method: one of those that `umbra methods` lists.",
    in: SERVER,
    default: DEFAULT_METHOD,
    dialects: ["python", "libev", "rust"],
  },
  {
    name: "port_password",
    kind: "port-passwords",
    says: "Several ports, each with its password, in the place of `server_port` and `password`.",
    of: "server",
    in: SERVER,
    dialects: ["python"],
  },
  {
    name: "users",
    kind: "users",
    says: "Who shares the port, each with a name and a password (or key) of its own.",
    of: "server",
    in: SERVER,
    dialects: ["rust"],
  },
  {
    name: "destinations",
    kind: "destinations",
    says: "Servers that the port passes users on to, each with name, server, server_port and password (SIP023).",
    of: "server",
    in: SERVER,
  },
  {
    name: "servers",
    kind: "servers",
    says:
      "Several servers, each an object with the keys of a server; a client takes one at random for each connection.",
    also: { shadowsocks: "rust" },
    dialects: ["rust"],
  },
  {
    name: "mode",
    kind: "choice",
    says: "What the ports carry; in an entry, what that port or server carries.",
    in: ["top", "server", "local"],
    choices: ["tcp_only", "udp_only", "tcp_and_udp"],
    default: "tcp_and_udp",
    dialects: ["libev", "rust"],
  },
  {
    name: "disabled",
    kind: "boolean",
    says: "Whether the entry is passed over.",
    in: ["server", "local"],
    default: "false",
    dialects: ["rust"],
  },
  {
    name: "name",
    kind: "text",
    says: "The label of the server.",
    in: SERVER,
    also: { remarks: "rust" },
    dialects: ["rust"],
  },
  {
    name: "allow_legacy",
    kind: "boolean",
    says: "Whether methods that are broken by design are served.",
    default: "false",
  },
];
