/** The flags of shadowsocks-libev's `ss-server`, `ss-local` and `ss-tunnel`. @module */

import type { FamilyFlag, FamilyRole } from "./flag.ts";

const SERVER: readonly FamilyRole[] = ["server"];
const LOCAL: readonly FamilyRole[] = ["local"];
const TUNNEL: readonly FamilyRole[] = ["tunnel"];
const CLIENTS: readonly FamilyRole[] = ["local", "tunnel"];

const SPEED = "not used: it affects speed alone";
const ANDROID = "it belongs to the app for Android";

/** A size of a socket's buffer. */
function buffer(name: string): FamilyFlag {
  return { names: `--${name}`, value: "BYTES", says: SPEED, means: { key: name.replaceAll("-", "_"), as: "number" } };
}

/** The flags, in the order of the usage. */
export const LIBEV_FLAGS: readonly FamilyFlag[] = [
  {
    names: "-s",
    value: "HOST",
    says: "the server's address or name, as often as needed",
    means: { key: "server", as: "each" },
  },
  { names: "-p", value: "PORT", says: "the server's port", means: { key: "server_port", as: "number" } },
  {
    names: "-b",
    of: CLIENTS,
    value: "ADDR",
    says: "address to listen on (127.0.0.1)",
    means: { key: "local_address" },
  },
  {
    names: "-b",
    of: SERVER,
    value: "ADDR",
    says: "refused: no address of its own to connect from",
    means: { key: "local_address" },
  },
  { names: "-l", of: CLIENTS, value: "PORT", says: "port to listen on", means: { key: "local_port", as: "number" } },
  {
    names: "-l",
    of: SERVER,
    value: "PORT",
    says: "not used by a server",
    means: { unused: "is not used by a server" },
  },
  { names: "-L", of: TUNNEL, value: "HOST:PORT", says: "where the tunnel leads", means: { key: "tunnel_address" } },
  { names: "-k --password", value: "PASSWORD", says: "the password", means: { key: "password" } },
  { names: "--key", value: "KEY", says: "refused: a password is expected", means: { key: "key" } },
  { names: "-m", value: "METHOD", says: "the method (chacha20-ietf-poly1305)", means: { key: "method" } },
  { names: "-t", value: "SECONDS", says: "without a byte (60)", means: { key: "timeout", as: "number" } },
  { names: "-c", value: "CONFIG", says: "config file", means: { does: "config" } },
  { names: "-u", says: "UDP beside TCP", means: { set: { mode: "tcp_and_udp" } } },
  { names: "-U", says: "UDP alone", means: { set: { mode: "udp_only" } } },
  { names: "-6", says: "a name's IPv6 addresses first", means: { set: { ipv6_first: true } } },
  { names: "-d", of: SERVER, value: "ADDRS", says: "name servers (resolv.conf)", means: { key: "nameserver" } },
  { names: "--acl", of: ["server", "local"], value: "FILE", says: "access control list", means: { key: "acl" } },
  {
    names: "-f",
    value: "PIDFILE",
    says: "go to the background; its process id there",
    means: { does: "background-with-pid-file" },
  },
  { names: "-a", value: "USER", says: "user to become once ports are open", means: { key: "user" } },
  { names: "-n", value: "N", says: "descriptors that may be open", means: { key: "nofile", as: "number" } },
  { names: "-i", value: "NAME", says: "refused: no interface can be chosen here", means: { key: "interface" } },
  { names: "--fast-open", says: SPEED, means: { set: { fast_open: true } } },
  { names: "--reuse-port", says: SPEED, means: { set: { reuse_port: true } } },
  { names: "--no-delay", says: SPEED, means: { set: { no_delay: true } } },
  { names: "--mptcp", says: SPEED, means: { set: { mptcp: true } } },
  { names: "--mtu", value: "BYTES", says: "not used: the system cuts datagrams", means: { key: "mtu", as: "number" } },
  buffer("tcp-incoming-sndbuf"),
  buffer("tcp-incoming-rcvbuf"),
  buffer("tcp-outgoing-sndbuf"),
  buffer("tcp-outgoing-rcvbuf"),
  {
    names: "--manager-address",
    of: SERVER,
    value: "ADDR",
    says: "refused: there is no manager in this version",
    means: { key: "manager_address" },
  },
  { names: "--plugin", value: "NAME", says: "refused: there are no plugins in this version", means: { key: "plugin" } },
  { names: "--plugin-opts", value: "OPTIONS", says: "refused likewise", means: { key: "plugin_opts" } },
  {
    names: "--nftables-sets",
    of: SERVER,
    value: "SETS",
    says: "refused: addresses go to no firewall",
    means: { refused: "sets of a firewall are not supported in this version" },
  },
  { names: "-A", says: "refused: one-time authentication was withdrawn", means: { set: { auth: true } } },
  { names: "-S", of: CLIENTS, value: "PATH", says: `refused: ${ANDROID}`, means: { refused: ANDROID } },
  { names: "-V", of: LOCAL, says: `refused: ${ANDROID}`, means: { refused: ANDROID } },
  { names: "-v", says: "log more", means: { does: "louder" } },
  { names: "-h --help", says: "this text", means: { does: "help" } },
];
