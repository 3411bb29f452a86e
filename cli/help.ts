/** The help of each command: it fits one screen. @module */

import { DEFAULT_LOCAL_DNS_PORT, DEFAULT_LOCAL_PORT } from "../config/defaults.ts";

/** What every command that serves has in common. */
const COMMON_HELP = `
Limits, in seconds:
      --connect-timeout N (10)            --handshake-timeout N (60)
      --idle-timeout N (86400)            --half-closed-timeout N (300)
      --udp-timeout N (300)               --keepalive N (60)
      --grace N (5), to end after SIGTERM; SIGHUP reads the file again
Life:
  -d, --daemon COMMAND          start, stop or restart it in the background
      --pid-file FILE, --log-file FILE, --log-format NAME: text, json (text)
      --user NAME, --workers N  user to become; threads, a number or auto (1)
  -v, --verbose, -q, --quiet    log more; log warnings and errors alone

Other:
      --acl FILE                access control list, as of libev or rust
      --dns LIST                name servers: system, 1.1.1.1 … (resolv.conf)
      --dns-cache-size N, --ipv6-first, --ipv6-only
      --outbound-proxy URL      a proxy on the way: socks5://, http://, ss://
      --mode NAME               tcp_only, udp_only, tcp_and_udp (tcp_and_udp)
      --udp-max-associations N  then the one used longest ago goes (16384)
      --allow-legacy            broken methods too: rc4-md5, aes-*-cfb …
      --crypto NAME             native, node, wasm, noble, or a path (auto)
  -h, --help, --version         this text; the version
`;

/** How a client reaches its server. */
const REACHED_HELP = `
Server: a link (ss://…), or
  -s, --server HOST             address or name
  -p, --port PORT               (8388)
  -k, --password, --key KEY     else UMBRA_PASSWORD or SS_SERVER_PASSWORD
  -m, --method NAME             (2022-blake3-aes-128-gcm)
  -c, --config FILE             JSON5: server, server_port, password, method …
      --dialect NAME            whose file it is: python, libev, rust (umbra)
`;

/** Where a client listens. */
function listenHelp(port: number): string {
  return `\
  -b, --local-address HOST      address to listen on (127.0.0.1)
  -l, --local-port PORT         port to listen on (${port})
`;
}

/** `umbra --help`. */
export const HELP = `Shadowsocks for Deno and Bun.

Usage: umbra [COMMAND] [FLAGS]

Commands:
  server     serve as a Shadowsocks server; the default
  local      serve SOCKS5 to this machine's applications, through a server
  tunnel     serve one target to this machine's applications, through a server
  dns        answer questions for names, through a server
  keygen     make a key: umbra keygen METHOD
  methods    list the methods, and who serves them here
  why        say what decides about a target: umbra why HOST[:PORT]
  config     check a config file, or write it in another program's dialect
  url        links: umbra url encode FILE, umbra url decode LINK, umbra url qr
  help       this text, or that of a command: umbra help local
  version    the version

Commands of other programs, with the flags that they have there:
  ssserver, sslocal, ss-server, ss-local, ss-tunnel, ssservice, ssurl

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
  -m, --method NAME             (2022-blake3-aes-128-gcm)
  -c, --config FILE             JSON5: server, server_port, password, users …
      --dialect NAME            whose file it is: python, libev, rust (umbra)
      --allow-private[=CIDR,…]  let clients reach private addresses: all, these
      --state FILE              where a made key is kept
                                (~/.local/state/umbra/server.json)

Link:
      --public-host HOST        host in the link (that of the default route)
      --qr, --no-qr             QR code or none (one on a terminal)
${COMMON_HELP}`;

/** `umbra local --help`. */
export const LOCAL_HELP = `Usage: umbra local [LINK …] [FLAGS]
${REACHED_HELP}
Applications, by SOCKS5 (CONNECT for TCP, UDP ASSOCIATE for UDP):
${listenHelp(DEFAULT_LOCAL_PORT)}${COMMON_HELP}`;

/** `umbra tunnel --help`. */
export const TUNNEL_HELP = `Usage: umbra tunnel [LINK …] -L HOST:PORT [FLAGS]
${REACHED_HELP}
Applications, whose TCP and UDP go to the target as they come:
  -L, --target HOST:PORT        where the tunnel leads; IPv6 as [ADDRESS]:PORT
${listenHelp(DEFAULT_LOCAL_PORT)}${COMMON_HELP}`;

/** `umbra dns --help`. */
export const DNS_HELP = `Usage: umbra dns [LINK …] [FLAGS]
${REACHED_HELP}
Applications, whose questions for names come by UDP and TCP:
      --remote-dns HOST[:PORT]  asked through the server, by TCP (8.8.8.8:53)
      --local-dns IP[:PORT]     asked from here, for what --acl bypasses; else
                                --dns, or the system, is asked for that
${listenHelp(DEFAULT_LOCAL_DNS_PORT)}${COMMON_HELP}`;

/** `umbra keygen --help`. */
export const KEYGEN_HELP = `Usage: umbra keygen [METHOD]

Prints a new key for a method, 2022-blake3-aes-128-gcm unless named: for the
methods of 2022 base64 of as many random bytes as the method takes, for others
a password of 32 random bytes in base64.

  -h, --help                    this text
      --version                 the version
`;

/** `umbra methods --help`. */
export const METHODS_HELP = `Usage: umbra methods [FLAGS]

Lists the methods, the ones to prefer first: what each needs, and who serves
its cipher here. Those marked "legacy" are broken, and refused unless allowed.

      --measure                 also how fast each is, in MB/s: takes seconds
      --crypto NAME             native, node, wasm, noble, or a path (auto)
  -h, --help                    this text
      --version                 the version
`;

/** `umbra why --help`. */
export const WHY_HELP = `Usage: umbra why HOST[:PORT] [FLAGS]

Says which rule decides about a target (port 443 unless named), and which of its
addresses would be dialled, in which order. With nothing to dial it fails (1).

      --local                   as a client decides; else as a server does
  -c, --config FILE             the config file of the server or the client
  -s, --server HOST             where the server listens (::)
  -p, --port PORT               and on which port (8388)
      --allow-private[=CIDR,…]  as of umbra server
      --acl FILE                access control list, as of libev or rust
      --dns LIST                name servers: system, 1.1.1.1 … (resolv.conf)
      --ipv6-first, --ipv6-only how a name's addresses are taken
  -h, --help                    this text
      --version                 the version
`;

/** `umbra url --help`. */
export const URL_HELP = `Usage: umbra url encode [FILE] [FLAGS]
       umbra url decode LINK …
       umbra url qr LINK|FILE [FLAGS]

encode prints the links that clients need: of a config file's servers and users,
or of the server that flags describe. decode prints links as a config file, and
on standard error why a client would refuse them. qr prints QR codes. What is
printed holds the keys.

Server:
  -s, --server HOST             address or name
  -p, --port PORT               (8388)
  -k, --password, --key KEY     else UMBRA_PASSWORD or SS_SERVER_PASSWORD
  -m, --method NAME             (2022-blake3-aes-128-gcm)
      --name TEXT               the label of the link

File:
      --role NAME               which command it is for: server, local, tunnel,
                                dns (as its keys say)
      --dialect NAME            as umbra, python, libev or rust mean it (umbra)
      --public-host HOST        host in the links of a server that listens on
                                every address (that of the default route)
      --allow-legacy            broken methods too: rc4-md5, aes-*-cfb …

  -h, --help                    this text
      --version                 the version
`;

/** `umbra config --help`. */
export const CONFIG_HELP = `Usage: umbra config check FILE [FLAGS]
       umbra config convert FILE --to NAME [FLAGS]
       umbra config schema

check prints what a config file means, in our own dialect and without its keys,
and on standard error what is to be said of it: weak passwords, broken methods,
keys that do nothing. It fails (2) where the file could not be used. convert
prints it in another dialect, with its keys; what that cannot say stands on
standard error, and where traffic would go another way or less protected, it
fails (2). schema prints the JSON Schema of our own dialect, for editors.

File:
      --role NAME               which command it is for: server, local, tunnel,
                                dns (as its keys say)
      --dialect NAME            as umbra, python, libev or rust mean it (umbra)
      --allow-private[=CIDR,…]  as of umbra server
      --allow-legacy            broken methods too: rc4-md5, aes-*-cfb …

Convert:
      --to NAME                 umbra, libev, rust, sip008 or uri
      --public-host HOST        host of a server that listens on every address,
                                for sip008 and uri (that of the default route)
      --name TEXT               label of the servers, for sip008 and uri

  -h, --help                    this text
      --version                 the version
`;
