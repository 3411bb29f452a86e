/** The flags of the Python program's `ssserver` and `sslocal`. @module */

import type { FamilyFlag, FamilyRole } from "./flag.ts";

const SERVER: readonly FamilyRole[] = ["server"];
const LOCAL: readonly FamilyRole[] = ["local"];

/** The flags, in the order of the usage. */
export const PYTHON_FLAGS: readonly FamilyFlag[] = [
  { names: "-c", value: "CONFIG", says: "config file (config.json, where there is one)", means: { does: "config" } },
  { names: "-s", value: "ADDR", says: "the server's address (a server listens on 0.0.0.0)", means: { key: "server" } },
  { names: "-p", value: "PORT", says: "the server's port (8388)", means: { key: "server_port", as: "number" } },
  { names: "-b", of: LOCAL, value: "ADDR", says: "address to listen on (127.0.0.1)", means: { key: "local_address" } },
  {
    names: "-l",
    of: LOCAL,
    value: "PORT",
    says: "port to listen on (1080)",
    means: { key: "local_port", as: "number" },
  },
  { names: "-k", value: "PASSWORD", says: "the password", means: { key: "password" } },
  { names: "-m", value: "METHOD", says: "the method (aes-256-cfb)", means: { key: "method" } },
  { names: "-t", value: "SECONDS", says: "without a byte (300)", means: { key: "timeout", as: "number" } },
  { names: "--fast-open", says: "not used: it affects speed alone", means: { set: { fast_open: true } } },
  { names: "--workers", of: SERVER, value: "N", says: "threads (1)", means: { key: "workers", as: "number" } },
  {
    names: "--forbidden-ip",
    of: SERVER,
    value: "LIST",
    says: "denied networks (127.0.0.0/8,::1/128)",
    means: { key: "forbidden_ip", as: "list" },
  },
  {
    names: "--manager-address",
    of: SERVER,
    value: "ADDR",
    says: "refused: there is no manager in this version",
    means: { key: "manager_address" },
  },
  { names: "--prefer-ipv6", says: "a name's IPv6 addresses first", means: { set: { prefer_ipv6: true } } },
  { names: "-a", says: "refused: one-time authentication was withdrawn", means: { set: { one_time_auth: true } } },
  {
    names: "-d",
    value: "COMMAND",
    says: "start, stop or restart it in the background",
    means: { does: "daemon-command" },
  },
  {
    names: "--pid-file",
    value: "FILE",
    says: "process id there (/var/run/shadowsocks.pid)",
    means: { key: "pid-file" },
  },
  {
    names: "--log-file",
    value: "FILE",
    says: "log there (/var/log/shadowsocks.log)",
    means: { key: "log-file" },
  },
  { names: "--user", value: "USER", says: "user to become once ports are open", means: { key: "user" } },
  { names: "-v", says: "log more", means: { does: "louder" } },
  { names: "-q", says: "log warnings and errors alone; -qq errors alone", means: { does: "quieter" } },
  { names: "--version", says: "the version", means: { does: "version" } },
  { names: "-h --help", says: "this text", means: { does: "help" } },
];
