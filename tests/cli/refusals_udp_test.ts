/** What is refused of tunnels, DNS ports and datagrams. */

import { LINE, type Refusal, refuse, withFile } from "./refusals.ts";

const MODES = "expected one of tcp_only, udp_only, tcp_and_udp";
const PLACE = "HOST:PORT, a port from 1 to 65535 and an IPv6 address in brackets without a zone";
const NOWHERE =
  'Cannot start the tunnel: it leads nowhere, expected --target HOST:PORT, or "tunnel_address" in a config file';

/** What is said of a target that is none. */
function badTarget(found: string): string {
  return `--target: found "${found}", expected ${PLACE}`;
}

const UDP: Refusal[] = [
  ["server --mode both", 2, LINE + `--mode: found "both", ${MODES}`],
  ["local --mode TCP_ONLY", 2, LINE + `--mode: found "TCP_ONLY", ${MODES}`],
  ["local --mode", 2, LINE + "--mode needs a value (one that begins with a hyphen is written --mode=VALUE)"],
  ["local --mod udp_only", 2, LINE + '"--mod" is not a known flag; the nearest known one is "--mode"'],
  ["local -L h:53", 2, LINE + '"-L" is not a known flag'],
  ["server --target h:53", 2, LINE + '"--target" is not a known flag'],
  ["server --udp-timeout 59", 2, LINE + '--udp-timeout: found "59", expected a number of seconds from 60 to 2147483'],
  ["local --udp-timeout 1h", 2, LINE + '--udp-timeout: found "1h", expected a number of seconds from 60 to 2147483'],
  [
    "tunnel --udp-max-associations 0",
    2,
    LINE + '--udp-max-associations: found "0", expected a whole number from 1 to 1000000000',
  ],
  [
    "server --udp-max-associations 1.5",
    2,
    LINE + '--udp-max-associations: found "1.5", expected a whole number from 1 to 1000000000',
  ],
  ["tunnel", 2, NOWHERE],
  ["tunnel ss://none:hunter2@h:1", 2, NOWHERE],
  ["tunnel -s h", 2, NOWHERE, { terminals: ["stdin"], typed: "hunter2" }],
  ["tunnel -L", 2, LINE + "--target needs a value (one that begins with a hyphen is written --target=VALUE)"],
  ["tunnel -L h:53 -L i:53", 2, LINE + "--target stands there more than once"],
  ["tunnel -L dns.example", 2, LINE + badTarget("dns.example")],
  ["tunnel -L dns.example:", 2, LINE + badTarget("dns.example:")],
  ["tunnel -L dns.example:0", 2, LINE + badTarget("dns.example:0")],
  ["tunnel -L dns.example:65536", 2, LINE + badTarget("dns.example:65536")],
  ["tunnel -L dns.example:domain", 2, LINE + badTarget("dns.example:domain")],
  ["tunnel -L :53", 2, LINE + badTarget(":53")],
  ["tunnel -L 53", 2, LINE + badTarget("53")],
  ["tunnel -L a/b:53", 2, LINE + badTarget("a/b:53")],
  ["tunnel -L ::1:53", 2, LINE + badTarget("::1:53")],
  ["tunnel -L [::1]", 2, LINE + badTarget("[::1]")],
  ["tunnel -L [::1]:0", 2, LINE + badTarget("[::1]:0")],
  ["tunnel -L [127.0.0.1]:53", 2, LINE + badTarget("[127.0.0.1]:53")],
  ["tunnel -L [fe80::1%eth0]:53", 2, LINE + badTarget("[fe80::1%eth0]:53")],
  ["tunnel -L h:53 -k x hunter2", 2, LINE + "umbra tunnel takes flags and links (ss://…), found 1 other"],
  [
    "tunnel -L h:53",
    2,
    'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
  ],
  [
    "local -c c.json",
    2,
    'Cannot read c.json: tunnel_address: belongs to a tunnel: expected "protocol": "tunnel", or umbra tunnel to be run',
    withFile("{tunnel_address: 'h:53'}"),
  ],
  [
    "tunnel -c c.json",
    2,
    `Cannot read c.json: tunnel_address: found "h", expected ${PLACE}`,
    withFile("{tunnel_address: 'h'}"),
  ],
];

const NO_DATAGRAMS = "through an outbound proxy: it carries no datagrams, expected";
const NOT_ALONE = `Cannot serve UDP alone ${NO_DATAGRAMS} mode tcp_only or tcp_and_udp, or no outbound proxy`;
const AN_ADDRESS = "expected an IP address, with :PORT from 1 behind it or without";
const PROXY = "--outbound-proxy socks5://127.0.0.1:1080";

const DNS: Refusal[] = [
  [
    "dns",
    2,
    'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
  ],
  ["dns -k x hunter2", 2, LINE + "umbra dns takes flags and links (ss://…), found 1 other"],
  ["dns -L h:53", 2, LINE + '"-L" is not a known flag'],
  ["local --remote-dns 1.1.1.1", 2, LINE + '"--remote-dns" is not a known flag'],
  ["dns -l 65536", 2, LINE + '--local-port: found "65536", expected a whole number from 0 to 65535'],
  [
    "dns --remote-dns",
    2,
    LINE + "--remote-dns needs a value (one that begins with a hyphen is written --remote-dns=VALUE)",
  ],
  [
    "dns --remote-dns a/b",
    2,
    LINE + '--remote-dns: found "a/b", expected an IP address or a name, with :PORT behind it or without',
  ],
  [
    "dns --remote-dns [fe80::1%eth0]:53",
    2,
    LINE + '--remote-dns: found "[fe80::1%eth0]:53", expected an IP address without a zone or a name, ' +
    "with :PORT from 1 behind it or without",
  ],
  ["dns --local-dns dns.example", 2, LINE + `--local-dns: found "dns.example", ${AN_ADDRESS}`],
  ["dns --local-dns 127.0.0.1:0", 2, LINE + `--local-dns: found "127.0.0.1:0", ${AN_ADDRESS}`],
  ["server --local-dns 127.0.0.1", 2, LINE + '"--local-dns" is not a known flag'],
  [
    "dns -c c.json",
    2,
    "Cannot read c.json: tunnel_address: belongs to a tunnel: expected umbra tunnel to be run",
    withFile("{tunnel_address: 'h:53'}"),
  ],
  [`local ss://none:hunter2@h:1 --mode udp_only ${PROXY}`, 2, NOT_ALONE],
  [`tunnel ss://none:hunter2@h:1 -L h:53 --mode udp_only ${PROXY}`, 2, NOT_ALONE],
  [`server -m none --mode udp_only ${PROXY}`, 2, NOT_ALONE],
  [
    `dns ss://none:hunter2@h:1 -c c.json ${PROXY}`,
    2,
    `Cannot ask by UDP ${NO_DATAGRAMS} "remote_dns_over": "tcp", or no outbound proxy`,
    withFile("{remote_dns_over: 'udp'}"),
  ],
];

refuse([...UDP, ...DNS]);
