/** The keys that are known and not read: why they are refused, or why they may stand there. @module */

/** What is run; some keys belong to one only. */
export type Role = "server" | "local" | "tunnel" | "dns";

/** What each command of clients serves; for one of them its file says it. */
export const PROTOCOL_OF = { local: undefined, tunnel: "tunnel", dns: "dns" } as const;

/** How the value of a refused key says "not used", so that it may stay. */
export function isOff(value: unknown): boolean {
  if (value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

const LATER = "not supported in this version";

/** Keys that would change where traffic goes or how it is protected: never ignored. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ...every("plugins are " + LATER, "plugin plugin_opts plugin_args plugin_mode"),
  ...every(
    "settings of outgoing connections are " + LATER,
    "outbound_bind_addr outbound_bind_interface outbound_fwmark outbound_user_cookie interface fwmark " +
      "dscp local_ipv4_address local_ipv6_address bind_address",
  ),
  ...every("a change of user is " + LATER, "user group"),
  ...every("the manager is " + LATER, "manager_address manager_port"),
  ...every("lists of servers and of local ports are " + LATER, "servers shadowsocks locals balancer online_config"),
  ...every(
    'is not read in this version: expected "tunnel_address" with host and port',
    "tunnel_remote tunnel_remote_port forward_address forward_port",
  ),
  ...every('is not read in this version: expected "local_port"', "tunnel_port"),
  ...every(
    "only SOCKS without a password, tunnels and DNS are served to applications in this version",
    "tcp_redir udp_redir tcp_tproxy socks5_auth_config_path http_auth_config_path",
  ),
  ...every("one-time authentication was withdrawn, and is not supported", "auth one_time_auth"),
  ...every("a raw key is " + LATER + ': expected "password"', "key"),
  ...every("the policy of replays cannot be set in this version", "security"),
  ...every("an entry cannot be switched off in this version", "disabled"),
  ...every("UDP over TCP is " + LATER, "udp_over_tcp"),
  ...every("UDP has the address and port of TCP in this version", "local_udp_address local_udp_port"),
  ...every("libraries are taken from fixed places: expected no path", "crypto_path libopenssl libmbedtls libsodium"),
]);

/** Keys that may stand there: what is said of them. */
export const UNUSED: ReadonlyMap<string, string> = new Map([
  ...every(
    "only affects speed, and is not used",
    "fast_open mptcp reuse_port no_delay workers worker_count runtime nofile tcp_incoming_sndbuf tcp_incoming_rcvbuf " +
      "tcp_outgoing_sndbuf tcp_outgoing_rcvbuf inbound_send_buffer_size inbound_recv_buffer_size " +
      "outbound_send_buffer_size outbound_recv_buffer_size",
  ),
  ...every(
    "is not used: what is too large for one packet goes in several, as the system cuts it",
    "udp_mtu mtu outbound_udp_allow_fragmentation",
  ),
  ...every("is not used: log lines go to standard error", "log log_file log_level use_syslog"),
  ...every("is not used: --verbose and --quiet set the level of the log", "verbose quiet"),
  ...every("is not used: the program stays in the foreground", "pid_file daemon daemonize workdir"),
  ...every("is not used: only one server is named", "tcp_weight udp_weight id"),
]);

/** What is said of a key that another command reads, and whether it is an error. */
type Other = Readonly<{ refused: boolean; reason: string }>;

/** The same by key. */
type Others = ReadonlyMap<string, Other>;

/** The keys that belong to a server. */
const OF_SERVERS: Others = new Map([
  ["port_password", { refused: true, reason: 'belongs to a server: expected "server_port" and "password"' }],
  ["users", {
    refused: true,
    reason:
      'belongs to a server: expected "password" with the key of one user, behind that of the server and a colon ' +
      "for a method of 2022",
  }],
  ["destinations", {
    refused: true,
    reason: 'belongs to a server: expected "password" with the keys on the way, with colons between',
  }],
]);

/** What a server alone asks: a client goes where its applications want to. */
const RULES_OF_SERVERS: Others = new Map([
  ["forbidden_ip", { refused: false, reason: "is not used by a client" }],
  ["allow_private", { refused: false, reason: "is not used by a client" }],
]);

/** The keys about DNS servers. */
const DNS_KEYS = "remote_dns_address remote_dns_port remote_dns_over local_dns_address local_dns_port";

/** What a DNS port alone asks. */
const OF_DNS: Others = others(DNS_KEYS, true, "belongs to a DNS port: expected umbra dns to be run");

/** Keys that are read by one command, and by another: an error, or a remark. */
export const OTHER_SIDE: Readonly<Record<Role, Others>> = {
  server: others("local_address local_port protocol tunnel_address " + DNS_KEYS, false, "is not used by a server"),
  local: new Map([...OF_SERVERS, ...RULES_OF_SERVERS]),
  tunnel: new Map([...OF_SERVERS, ...RULES_OF_SERVERS, ...OF_DNS]),
  dns: new Map([
    ...OF_SERVERS,
    ...RULES_OF_SERVERS,
    ["tunnel_address", { refused: true, reason: "belongs to a tunnel: expected umbra tunnel to be run" }],
  ]),
};

/** Every name in a list, with what is said of all of them. */
function others(names: string, refused: boolean, reason: string): Map<string, Other> {
  return new Map(every(reason, names).map(([name]) => [name, { refused, reason }]));
}

/** Every name in a list with the same text. */
function every(text: string, names: string): [string, string][] {
  return names.split(" ").map((name) => [name, text]);
}
