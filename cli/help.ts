/** The help of each command: it fits one screen. @module */

/** What every command that serves has in common. */
const COMMON_HELP = `
Limits, in seconds:
      --connect-timeout N       to reach a server or target (10)
      --handshake-timeout N     to say what a connection wants (60)
      --idle-timeout N          without a byte (86400)
      --half-closed-timeout N   without a byte, after one side has ended (300)
      --keepalive N             between TCP keepalive probes (60)
      --grace N                 for connections to end, after a signal (5)

Other:
      --crypto NAME             ciphers by: native, node, noble, auto (auto)
  -v, --verbose                 log more
  -q, --quiet                   log warnings and errors alone
  -h, --help                    this text
      --version                 the version
`;

/** `umbra --help`. */
export const HELP = `Shadowsocks for Deno and Bun.

Usage: umbra [COMMAND] [FLAGS]

Commands:
  server     serve as a Shadowsocks server; the default
  local      serve SOCKS5 to this machine's applications, through a server
  help       this text, or that of a command: umbra help local
  version    the version

With no command and no flags, umbra makes a key, keeps it, serves on port 8388,
and prints the link that clients need.
`;

/** `umbra server --help`. */
export const SERVER_HELP = `Usage: umbra server [FLAGS]

With no key given, one is made and kept, and its link is printed.

Server:
  -s, --server HOST             address to listen on (::, so IPv6 and IPv4)
  -p, --port PORT               port to listen on (8388)
  -k, --password, --key KEY     else UMBRA_PASSWORD or SS_SERVER_PASSWORD
  -m, --method NAME             (chacha20-ietf-poly1305)
  -c, --config FILE             JSON5: server, server_port, password, method …
      --state FILE              where a made key is kept
                                (~/.local/state/umbra/server.json)

Link:
      --public-host HOST        host in the link (that of the default route)
      --qr, --no-qr             QR code or none (one on a terminal)
${COMMON_HELP}`;

/** `umbra local --help`. */
export const LOCAL_HELP = `Usage: umbra local [LINK …] [FLAGS]

Server: a link (ss://…), or
  -s, --server HOST             address or name
  -p, --port PORT               (8388)
  -k, --password, --key KEY     else UMBRA_PASSWORD or SS_SERVER_PASSWORD
  -m, --method NAME             (chacha20-ietf-poly1305)
  -c, --config FILE             JSON5: server, server_port, password, method …

Applications, by SOCKS5:
  -b, --local-address HOST      address to listen on (127.0.0.1)
  -l, --local-port PORT         port to listen on (1080)
${COMMON_HELP}`;
