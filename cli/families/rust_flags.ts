/** The flags of shadowsocks-rust's `ssserver` and `sslocal`, which are those of `ssservice server` and `local`. @module */

import type { FamilyFlag, FamilyRole } from "./flag.ts";
import { RUST_CLIENT_FLAGS } from "./rust_client_flags.ts";

const SERVER: readonly FamilyRole[] = ["server"];

const SPEED = "not used: it affects speed alone";
const BOUND = "refused: the system chooses how we connect";

/** A flag with a value, whose key has its name with underscores. */
function valued(name: string, value: string, says: string, as: "text" | "number" = "text"): FamilyFlag {
  return { names: `--${name}`, value, says, means: { key: name.replaceAll("-", "_"), as } };
}

/** The flags, in the order of the usage. */
export const RUST_FLAGS: readonly FamilyFlag[] = [
  { names: "-c --config", value: "FILE", says: "config file", means: { does: "config" } },
  {
    names: "-s --server-addr",
    value: "HOST:PORT",
    says: "the server's address",
    means: { key: "server", port: "server_port", as: "endpoint" },
  },
  { names: "-k --password", value: "PASSWORD", says: "else SS_SERVER_PASSWORD", means: { key: "password" } },
  { names: "-m --encrypt-method", value: "METHOD", says: "the method", means: { key: "method" } },
  { names: "--timeout", value: "SECONDS", says: "to connect and shake hands", means: { key: "timeout", as: "number" } },
  { names: "-u", says: "UDP alone", means: { set: { mode: "udp_only" } } },
  { names: "-U", says: "UDP beside TCP", means: { set: { mode: "tcp_and_udp" } } },
  ...RUST_CLIENT_FLAGS,
  valued("acl", "FILE", "access control list"),
  valued("dns", "LIST", "name servers, or google, cloudflare …"),
  valued("dns-cache-size", "N", "answers to remember", "number"),
  { names: "-6", says: "a name's IPv6 addresses first", means: { set: { ipv6_first: true } } },
  valued("udp-timeout", "SECONDS", "without a datagram (300)", "number"),
  valued("udp-max-associations", "N", "then the one used longest ago goes", "number"),
  {
    names: "--tcp-keep-alive",
    value: "SECONDS",
    says: "between TCP keepalive probes",
    means: { key: "keep_alive", as: "number" },
  },
  {
    names: "--outbound-proxy",
    of: SERVER,
    value: "URL",
    says: "a proxy on the way to targets, as often as needed",
    means: { key: "outbound_proxy", as: "each" },
  },
  { names: "-d --daemonize", says: "go to the background", means: { does: "background" } },
  { names: "--daemonize-pid", value: "FILE", says: "where the process id is kept", means: { key: "pid_file" } },
  { names: "-a --user", value: "USER", says: "user to become once ports are open", means: { key: "user" } },
  { names: "-n --nofile", value: "N", says: "descriptors that may be open", means: { key: "nofile", as: "number" } },
  { names: "--single-threaded", says: "one thread", means: { set: { runtime: { mode: "single_thread" } } } },
  { names: "--worker-threads", value: "N", says: "threads", means: { key: "workers", as: "number" } },
  { names: "-v", says: "log more", means: { does: "louder" } },
  { names: "--log-without-time", says: "log lines without their time", means: { does: "without-time" } },
  {
    names: "--log-config",
    value: "FILE",
    says: "not used: log lines go to standard error",
    means: { unused: "is not used: log lines go to standard error" },
  },
  { names: "--no-delay --tcp-no-delay", says: SPEED, means: { set: { no_delay: true } } },
  { names: "--fast-open --tcp-fast-open", says: SPEED, means: { set: { fast_open: true } } },
  { names: "--mptcp --tcp-multipath", says: SPEED, means: { set: { mptcp: true } } },
  valued("inbound-send-buffer-size", "BYTES", SPEED, "number"),
  valued("inbound-recv-buffer-size", "BYTES", SPEED, "number"),
  valued("outbound-send-buffer-size", "BYTES", SPEED, "number"),
  valued("outbound-recv-buffer-size", "BYTES", SPEED, "number"),
  {
    names: "-b --bind-addr --outbound-bind-addr",
    of: SERVER,
    value: "ADDR",
    says: BOUND,
    means: { key: "outbound_bind_addr" },
  },
  valued("outbound-bind-interface", "NAME", BOUND),
  valued("outbound-fwmark", "MARK", BOUND, "number"),
  valued("outbound-user-cookie", "COOKIE", BOUND, "number"),
  valued("plugin", "NAME", "refused: there are no plugins in this version"),
  valued("plugin-opts", "OPTIONS", "refused likewise"),
  valued("plugin-mode", "MODE", "refused likewise"),
  {
    names: "--manager-address --manager-addr",
    of: SERVER,
    value: "ADDR",
    says: "refused: there is no manager in this version",
    means: { key: "manager_address" },
  },
  { names: "-V --version", says: "the version", means: { does: "version" } },
  { names: "-h --help", says: "this text", means: { does: "help" } },
];
