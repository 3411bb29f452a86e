/** What each flag of each family must do: shown in the config, said to be unused, or refused. @module */

import type { Outcome } from "../fake.ts";

/** What one flag does. */
export type Effect =
  /** It shows: what is looked at is what is expected. */
  | { readonly value?: string; readonly sees: (outcome: Outcome) => unknown; readonly expected: unknown }
  /** It may stand there, and one line says that it is not used. */
  | { readonly value?: string; readonly unused: RegExp }
  /** The start is refused, with a reason. */
  | { readonly value?: string; readonly refused: RegExp };

/** A flag that sets something of the config's first server or client. */
function shows(value: string | undefined, sees: (outcome: Outcome) => unknown, expected: unknown): Effect {
  return { ...(value !== undefined && { value }), sees, expected };
}

/** A flag that affects speed alone, or nothing. */
function idle(value?: string, unused = /only affects speed|is not used/): Effect {
  return { ...(value !== undefined && { value }), unused };
}

/** A flag that is refused. */
function refused(reason: RegExp, value?: string): Effect {
  return { ...(value !== undefined && { value }), refused: reason };
}

const config = ({ configs }: Outcome) => configs[0];
/** The Shadowsocks server of the first config: its own, or the one that its client reaches. */
const server = (outcome: Outcome) => config(outcome)?.servers[0] ?? local(outcome)?.servers[0];
const local = (outcome: Outcome) => config(outcome)?.locals[0];
const out = (pattern: RegExp) => ({ out }: Outcome) => pattern.test(out);
const err = (pattern: RegExp) => ({ err }: Outcome) => pattern.test(err);

const HELP = shows(undefined, out(/^usage: \S+.*\[OPTION\]/), true);
const VERSION = shows(undefined, out(/^Shadowsocks \d/), true);
const LOUD = shows(undefined, err(/a debug event/), true);
const USER = shows("nobody", ({ deeds }) => deeds.users, ["nobody"]);
const NOFILE = shows("4096", ({ deeds }) => deeds.limits, [4096]);
const CONFIG = shows("/c.json", (outcome) => server(outcome)?.port, 4711);
const PASSWORD = shows("another", (outcome) => server(outcome)?.password, "another");
const METHOD = shows("aes-128-gcm", (outcome) => server(outcome)?.method, "aes-128-gcm");
const ACL = shows("/list.acl", (outcome) => config(outcome)?.acl, "/list.acl");
const IPV6 = shows(undefined, (outcome) => config(outcome)?.dns?.ipv6First, true);
const LOCAL_PORT = shows("1099", (outcome) => local(outcome)?.port, 1099);
const MANAGER = refused(/--manager-addr(ess)?: the manager is not supported/, "/tmp/manager");
const PLUGIN = refused(/plugin/, "obfs-local");
const BOUND = (value: string) => refused(/Cannot read the command line: -[-\w]*: settings of outgoing/, value);

/** The flags of the Python program. */
export const PYTHON_EFFECTS: Readonly<Record<string, Effect>> = {
  "-c": CONFIG,
  "-s": shows("192.0.2.7", (outcome) => server(outcome)?.host, "192.0.2.7"),
  "-p": shows("8389", (outcome) => server(outcome)?.port, 8389),
  "-b": shows("127.0.0.2", (outcome) => local(outcome)?.host, "127.0.0.2"),
  "-l": LOCAL_PORT,
  "-k": PASSWORD,
  "-m": METHOD,
  "-t": shows("400", (outcome) => config(outcome)?.limits.idle, 400),
  "--fast-open": idle(),
  "--workers": shows("3", (outcome) => config(outcome)?.workers, 3),
  "--forbidden-ip": shows("10.0.0.0/8,::1", (outcome) => config(outcome)?.outbound, {
    denied: "nothing",
    forbidden: ["10.0.0.0/8", "::1"],
  }),
  "--manager-address": MANAGER,
  "--prefer-ipv6": IPV6,
  "-a": refused(/one-time authentication was withdrawn/),
  "-d": shows("start", ({ deeds }) => deeds.starts, ["UMBRA_BACKGROUND=1"]),
  "--pid-file": shows("/run/p.pid", ({ code }) => code, 0),
  "--log-file": shows("/run/p.log", ({ code }) => code, 0),
  "--user": USER,
  "-v": LOUD,
  "-q": shows(undefined, err(/starting/), false),
  "--version": VERSION,
  "--help": HELP,
};

/** The flags of shadowsocks-libev. */
export const LIBEV_EFFECTS: Readonly<Record<string, Effect>> = {
  "-s": shows(
    "192.0.2.7",
    ({ configs: [all] }) => (all?.servers.length ? all.servers : all?.locals[0]?.servers)?.length,
    2,
  ),
  "-p": shows("8389", (outcome) => server(outcome)?.port, 8389),
  "-b": shows("127.0.0.2", (outcome) => local(outcome)?.host, "127.0.0.2"),
  "-b server": refused(/-b: the address from which a server connects/, "127.0.0.2"),
  "-l": LOCAL_PORT,
  "-l server": idle("1099"),
  "-L": shows("192.0.2.9:53", (outcome) => local(outcome)?.target, { host: "192.0.2.9", port: 53 }),
  "--password": PASSWORD,
  "--key": refused(/--key: a raw key is not supported/, "AAAA"),
  "-m": METHOD,
  "-t": shows("61", (outcome) => config(outcome)?.limits.idle, 61),
  "-c": CONFIG,
  "-u": shows(undefined, (outcome) => (config(outcome)?.servers[0] ?? local(outcome))?.mode, "tcp_and_udp"),
  "-U": shows(undefined, (outcome) => (config(outcome)?.servers[0] ?? local(outcome))?.mode, "udp_only"),
  "-6": IPV6,
  "-d": shows("192.0.2.53,192.0.2.54", (outcome) => config(outcome)?.dns?.servers, ["192.0.2.53", "192.0.2.54"]),
  "--acl": ACL,
  "-f": shows("/run/p.pid", ({ deeds }) => deeds.starts, ["UMBRA_BACKGROUND=1"]),
  "-a": USER,
  "-n": NOFILE,
  "-i": refused(/-i: settings of outgoing/, "eth0"),
  "--fast-open": idle(),
  "--reuse-port": idle(),
  "--no-delay": idle(),
  "--mptcp": idle(),
  "--mtu": idle("1400"),
  "--tcp-incoming-sndbuf": idle("65536"),
  "--tcp-incoming-rcvbuf": idle("65536"),
  "--tcp-outgoing-sndbuf": idle("65536"),
  "--tcp-outgoing-rcvbuf": idle("65536"),
  "--manager-address": MANAGER,
  "--plugin": PLUGIN,
  "--plugin-opts": refused(/--plugin-opts: /, "obfs=http"),
  "--nftables-sets": refused(/firewall/, "ss_bad"),
  "-A": refused(/one-time authentication was withdrawn/),
  "-S": refused(/Android/, "/tmp/stat"),
  "-V": refused(/Android/),
  "-v": LOUD,
  "--help": HELP,
};

/** The flags of shadowsocks-rust. */
export const RUST_EFFECTS: Readonly<Record<string, Effect>> = {
  "--config": CONFIG,
  "--server-addr": shows(
    "192.0.2.7:4712",
    (outcome) => `${server(outcome)?.host}:${server(outcome)?.port}`,
    "192.0.2.7:4712",
  ),
  "--password": PASSWORD,
  "--encrypt-method": METHOD,
  "--timeout": shows("7", ({ configs: [all] }) => [all?.limits.connect, all?.limits.handshake].includes(7), true),
  "-u": shows(undefined, (outcome) => (config(outcome)?.servers[0] ?? local(outcome))?.mode, "udp_only"),
  "-U": shows(undefined, (outcome) => (config(outcome)?.servers[0] ?? local(outcome))?.mode, "tcp_and_udp"),
  "--server-url": shows("ss://YWVzLTEyOC1nY206cHc@192.0.2.8:4713", (outcome) => server(outcome)?.port, 4713),
  "--local-addr": shows(
    "127.0.0.3:1098",
    (outcome) => `${local(outcome)?.host}:${local(outcome)?.port}`,
    "127.0.0.3:1098",
  ),
  "--protocol": shows("dns", (outcome) => local(outcome)?.protocol, "dns"),
  "--forward-addr": shows("192.0.2.9:53", (outcome) => local(outcome)?.target, { host: "192.0.2.9", port: 53 }),
  "--local-dns-addr": shows("192.0.2.9:54", (outcome) => local(outcome)?.localDns, { host: "192.0.2.9", port: 54 }),
  "--remote-dns-addr": shows("192.0.2.9:55", (outcome) => local(outcome)?.remoteDns, { host: "192.0.2.9", port: 55 }),
  "--udp-bind-addr": refused(/--udp-bind-addr: /, "127.0.0.1:1081"),
  "--udp-associate-addr": refused(/no other address/, "127.0.0.1"),
  "--tcp-redir": refused(/not redirected/, "redirect"),
  "--udp-redir": refused(/not redirected/, "tproxy"),
  "--tun-interface-name": refused(/TUN/, "tun0"),
  "--tun-interface-address": refused(/TUN/, "10.0.0.1/24"),
  "--tun-interface-destination": refused(/TUN/, "10.0.0.1/24"),
  "--tun-device-fd-from-path": refused(/TUN/, "/tmp/fd"),
  "--fake-dns-record-expire-duration": refused(/fake DNS/, "10"),
  "--fake-dns-ipv4-network": refused(/fake DNS/, "10.0.0.0/8"),
  "--fake-dns-ipv6-network": refused(/fake DNS/, "fc00::/7"),
  "--fake-dns-database-path": refused(/fake DNS/, "/tmp/db"),
  "--online-config-url": refused(/not fetched/, "https://example.com/"),
  "--online-config-update-interval": refused(/not fetched/, "3600"),
  "--online-config-allowed-plugin": refused(/not fetched/, "x"),
  "--vpn": refused(/Android/),
  "--dns-addr": refused(/Android/, "127.0.0.1"),
  "--stat-path": refused(/Android/, "/tmp/stat"),
  "--stat-addr": refused(/Android/, "127.0.0.1:1"),
  "--acl": ACL,
  "--dns": shows("192.0.2.53", (outcome) => config(outcome)?.dns?.servers, ["192.0.2.53"]),
  "--dns-cache-size": shows("77", (outcome) => config(outcome)?.dns?.cacheSize, 77),
  "-6": IPV6,
  "--udp-timeout": shows("99", (outcome) => config(outcome)?.limits.udp, 99),
  "--udp-max-associations": shows("98", (outcome) => config(outcome)?.limits.udpAssociations, 98),
  "--tcp-keep-alive": shows("97", (outcome) => config(outcome)?.limits.keepalive, 97),
  "--outbound-proxy": shows("socks5://192.0.2.6:1080", (outcome) => config(outcome)?.outboundProxy?.length, 1),
  "--daemonize": shows(undefined, ({ deeds }) => deeds.starts, ["UMBRA_BACKGROUND=1"]),
  "--daemonize-pid": shows("/run/p.pid", (outcome) => config(outcome)?.life?.pidFile, "/run/p.pid"),
  "--user": USER,
  "--nofile": NOFILE,
  "--single-threaded": shows(undefined, (outcome) => config(outcome)?.workers, 1),
  "--worker-threads": shows("3", (outcome) => config(outcome)?.workers, 3),
  "-v": LOUD,
  "--log-without-time": shows(undefined, err(/^ INFO shadowsocks server listening/m), true),
  "--log-config": idle("/log.yml"),
  "--tcp-no-delay": idle(),
  "--tcp-fast-open": idle(),
  "--tcp-multipath": idle(),
  "--inbound-send-buffer-size": idle("65536"),
  "--inbound-recv-buffer-size": idle("65536"),
  "--outbound-send-buffer-size": idle("65536"),
  "--outbound-recv-buffer-size": idle("65536"),
  "--outbound-bind-addr": BOUND("192.0.2.1"),
  "--outbound-bind-interface": BOUND("eth0"),
  "--outbound-fwmark": BOUND("255"),
  "--outbound-user-cookie": BOUND("255"),
  "--plugin": PLUGIN,
  "--plugin-opts": refused(/--plugin-opts: /, "obfs=http"),
  "--plugin-mode": refused(/--plugin-mode: /, "tcp_only"),
  "--manager-addr": MANAGER,
  "--version": VERSION,
  "--help": HELP,
};
