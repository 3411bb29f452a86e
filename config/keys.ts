/** The keys that are known and not read: why they are refused, or why they may stand there. @module */

import { fateInDialect } from "./dialect_fates.ts";
import { type Fate, fates } from "./fate.ts";
import type { Reading } from "./reading.ts";

/** What is run; some keys belong to one only. */
export type Role = "server" | "local" | "tunnel" | "dns";

/** What each command of clients serves; for one of them its file says it. */
export const PROTOCOL_OF = { local: undefined, tunnel: "tunnel", dns: "dns" } as const;

/** How the value of a refused key says "not used", so that it may stay. */
export function isOff(name: string, value: unknown): boolean {
  if (name === "obfs" && value === "plain") return true;
  if (value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

const LATER = "not supported in this version";

/** Keys that would change where traffic goes or how it is protected: never ignored. */
const REFUSED = new Map([
  ...fates("refused", "plugins are " + LATER, "plugin plugin_opts plugin_args plugin_mode"),
  ...fates(
    "refused",
    "settings of outgoing connections are " + LATER,
    "outbound_bind_addr outbound_bind_interface outbound_fwmark outbound_user_cookie interface fwmark " +
      "local_ipv4_address local_ipv6_address bind_address",
  ),
  ...fates("refused", "a change of group alone is " + LATER + ': expected "user"', "group"),
  ...fates("refused", "the manager is " + LATER, "manager_address manager_port"),
  ...fates("refused", "configs from the network are " + LATER, "online_config"),
  ...fates(
    "refused",
    'is not read in this version: expected "tunnel_address" with host and port',
    "tunnel_remote tunnel_remote_port",
  ),
  ...fates("refused", 'is not read in this version: expected "local_port"', "tunnel_port"),
  ...fates(
    "refused",
    "only SOCKS5, tunnels and DNS are served to applications in this version",
    "tcp_redir udp_redir tcp_tproxy http_auth_config_path tun_interface_name tun_interface_address " +
      "tun_interface_destination tun_device_fd_from_path fake_dns_record_expire_duration fake_dns_ipv4_network " +
      "fake_dns_ipv6_network fake_dns_database_path",
  ),
  ...fates("refused", "one-time authentication was withdrawn, and is not supported", "auth one_time_auth"),
  ...fates("refused", "a raw key is " + LATER + ': expected "password"', "key"),
  ...fates("refused", "what ShadowsocksR adds is not supported", "obfs obfs_param protocol_param"),
  ...fates("refused", "UDP over TCP is " + LATER, "udp_over_tcp"),
  ...fates("refused", "UDP has the address and port of TCP in this version", "local_udp_address local_udp_port"),
  ...fates(
    "refused",
    'is not read in this version: expected "crypto" with the path of a libcrypto',
    "crypto_path libopenssl libmbedtls libsodium",
  ),
]);

/** Keys that may stand there: what is said of them. */
const UNUSED = new Map([
  ...fates(
    "unused",
    "only affects speed, and is not used",
    "fast_open mptcp reuse_port no_delay worker_count tcp_incoming_sndbuf tcp_incoming_rcvbuf " +
      "tcp_outgoing_sndbuf tcp_outgoing_rcvbuf inbound_send_buffer_size inbound_recv_buffer_size " +
      "outbound_send_buffer_size outbound_recv_buffer_size client_cache_size",
  ),
  ...fates(
    "unused",
    "is not used: what is too large for one packet goes in several, as the system cuts it",
    "udp_mtu mtu outbound_udp_allow_fragmentation inbound_udp_allow_fragmentation",
  ),
  ...fates("unused", "is not supported in this version: packets are not marked", "dscp"),
  ...fates("unused", 'is not used: expected "log_file", or standard error', "use_syslog"),
  ...fates("unused", "is not used: files are named from where the program is started", "workdir"),
  ...fates(
    "unused",
    "is not used: one of the servers is taken at random for each connection",
    "balancer tcp_weight udp_weight",
  ),
  ...fates(
    "unused",
    "is not used: the program opens its ports itself",
    "launchd_tcp_socket_name launchd_udp_socket_name",
  ),
]);

/** Keys that say nothing of a run: those of documents that are handed out (SIP008), and of editors. */
const SILENT = fates("silent", "", "id version bytes_used bytes_remaining $schema");

/** The fates that hold everywhere. */
const EVERYWHERE = new Map([...REFUSED, ...UNUSED, ...SILENT]);

/** The keys that are known and not read, with what is said of them. */
export const NOT_READ_FATES: ReadonlyMap<string, Fate> = new Map([...REFUSED, ...UNUSED]);

/** Their names. */
export const NOT_READ: readonly string[] = [...NOT_READ_FATES.keys()];

/** What a key that belongs to a server is called at a client, where it would change what its writer wants. */
const OF_SERVERS = new Map([
  ...fates("refused", 'belongs to a server: expected "server_port" and "password"', "port_password"),
  ...fates(
    "refused",
    'belongs to a server: expected "password" with the key of one user, behind that of the server and a colon ' +
      "for a method of 2022",
    "users",
  ),
  ...fates(
    "refused",
    'belongs to a server: expected "password" with the keys on the way, with colons between',
    "destinations",
  ),
  ...fates("unused", "is not used by a client", "denied forbidden_ip allow_private"),
]);

/** The keys about DNS servers. */
const DNS_KEYS = "remote_dns_address remote_dns_port remote_dns_over local_dns_address local_dns_port";

/** The keys about where a tunnel leads. */
const TUNNEL_KEYS = "tunnel_address forward_address forward_port";

/** Keys that are read by one command, and by another: an error, or a remark. */
const OTHER_SIDE: Readonly<Record<Role, ReadonlyMap<string, Fate>>> = {
  server: fates(
    "unused",
    "is not used by a server",
    `local_address local_port protocol credentials socks5_auth_config_path locals ${TUNNEL_KEYS} ${DNS_KEYS}`,
  ),
  local: OF_SERVERS,
  tunnel: new Map([
    ...OF_SERVERS,
    ...fates("refused", "belongs to a DNS port: expected umbra dns to be run", DNS_KEYS),
  ]),
  dns: new Map([
    ...OF_SERVERS,
    ...fates("refused", "belongs to a tunnel: expected umbra tunnel to be run", TUNNEL_KEYS),
  ]),
};

/** What becomes of a key that is not simply read; undefined for one that is, and for an unknown one. */
export function fateOf(name: string, { role, dialect, scope }: Reading): Fate | undefined {
  if (scope !== "top" && Object.hasOwn(OF_ENTRIES, name)) return OF_ENTRIES[name];
  return fateInDialect(name, dialect, role) ?? OTHER_SIDE[role].get(name) ?? EVERYWHERE.get(name) ??
    (scope === "top" && name === "disabled" ? MISPLACED : undefined);
}

const MISPLACED: Fate = { kind: "refused", reason: 'belongs to an entry of "servers" or of "locals"' };

/** Keys of an entry that hold for the whole program here. */
const OF_ENTRIES: Readonly<Record<string, Fate>> = {
  acl: {
    kind: "refused",
    reason: 'one port alone cannot have a list of its own in this version: expected "acl" outside',
  },
  outbound_proxy: {
    kind: "refused",
    reason: 'one server alone cannot have proxies of its own in this version: expected "outbound_proxy" outside',
  },
  timeout: { kind: "unused", reason: 'is not used: expected "timeout" outside, which holds for all' },
};
