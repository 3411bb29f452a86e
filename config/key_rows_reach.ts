/** The keys about names, and about where connections may go and by which way. @module */

import type { KeyRow } from "./key_table.ts";

/** The rows. */
export const REACH_KEYS: readonly KeyRow[] = [
  {
    name: "denied",
    kind: "choice",
    says:
      "What a server does not connect to unless it is opened: whatever is not public, this machine alone, or nothing.",
    of: "server",
    choices: ["private", "loopback", "nothing"],
    default: "private",
  },
  {
    name: "allow_private",
    kind: "networks-or-boolean",
    says: "What of this machine's own and private networks a server opens: all of it, or these networks.",
    of: "server",
    default: "false",
  },
  {
    name: "forbidden_ip",
    kind: "networks",
    says: "Networks that a server denies whatever is opened.",
    of: "server",
    dialects: ["python"],
  },
  {
    name: "acl",
    kind: "path",
    says: "The path of an access control list.",
    dialects: ["libev", "rust"],
  },
  {
    name: "outbound_proxy",
    kind: "urls",
    says: "Proxies on the way (`socks5://`, `http://`, `ss://`), the nearest first.",
    dialects: ["rust"],
  },
  {
    name: "dns",
    kind: "name-servers",
    says:
      "Name servers: `system`, addresses, `udp://`, `tcp://`, `tls://`, `https://`, `google`, `cloudflare`, `quad9`.",
    also: { nameserver: "libev", dns_server: "python" },
    default: "those of /etc/resolv.conf",
    dialects: ["rust"],
  },
  {
    name: "ipv6_first",
    kind: "boolean",
    says: "Whether IPv6 addresses come before IPv4.",
    also: { prefer_ipv6: "python" },
    default: "false",
    dialects: ["libev", "rust"],
  },
  {
    name: "ipv6_only",
    kind: "boolean",
    says: "Whether the IPv6 addresses of names alone count.",
    default: "false",
  },
  {
    name: "dns_cache_size",
    kind: "count",
    says: "Answers that are remembered.",
    least: 0,
    dialects: ["rust"],
  },
];
