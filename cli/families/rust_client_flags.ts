/** The flags that shadowsocks-rust's `sslocal` alone takes. @module */

import type { FamilyFlag, FamilyRole } from "./flag.ts";

const LOCAL: readonly FamilyRole[] = ["local"];

/** A flag that changes where traffic goes, in a way that is not ours. */
function refused(name: string, reason: string, value?: string): FamilyFlag {
  const says = `refused: ${reason}`;
  const flag = { names: `--${name}`, of: LOCAL, says, means: { refused: `${reason} in this version` } };
  return value === undefined ? flag : { ...flag, value };
}

const NO_TUN = "there is no TUN interface";
const NO_FAKE_DNS = "there is no fake DNS";
const NO_ONLINE = "configs are not fetched";
const NO_ANDROID = "what the app for Android has is not";
const NO_REDIRECT = "connections are not redirected";

/** The flags, in the order of the usage. */
export const RUST_CLIENT_FLAGS: readonly FamilyFlag[] = [
  { names: "--server-url", of: LOCAL, value: "LINK", says: "the server as a link (ss://…)", means: { does: "link" } },
  {
    names: "-b --local-addr",
    of: LOCAL,
    value: "HOST:PORT",
    says: "address to listen on",
    means: { key: "local_address", port: "local_port", as: "endpoint" },
  },
  {
    names: "--protocol",
    of: LOCAL,
    value: "NAME",
    says: "socks, tunnel or dns (socks)",
    means: { key: "protocol" },
  },
  {
    names: "-f --forward-addr",
    of: LOCAL,
    value: "HOST:PORT",
    says: "where the tunnel leads",
    means: { key: "forward_address", port: "forward_port", as: "endpoint" },
  },
  {
    names: "--local-dns-addr",
    of: LOCAL,
    value: "HOST:PORT",
    says: "DNS server that is asked from here",
    means: { key: "local_dns_address", port: "local_dns_port", as: "endpoint" },
  },
  {
    names: "--remote-dns-addr",
    of: LOCAL,
    value: "HOST:PORT",
    says: "DNS server that is asked through the server",
    means: { key: "remote_dns_address", port: "remote_dns_port", as: "endpoint" },
  },
  {
    names: "--udp-bind-addr",
    of: LOCAL,
    value: "HOST:PORT",
    says: "refused: UDP has the address and port of TCP",
    means: { key: "local_udp_address" },
  },
  refused("udp-associate-addr", "no other address can be named", "ADDR"),
  refused("tcp-redir", NO_REDIRECT, "KIND"),
  refused("udp-redir", NO_REDIRECT, "KIND"),
  refused("tun-interface-name", NO_TUN, "NAME"),
  refused("tun-interface-address", NO_TUN, "NETWORK"),
  refused("tun-interface-destination", NO_TUN, "NETWORK"),
  refused("tun-device-fd-from-path", NO_TUN, "PATH"),
  refused("fake-dns-record-expire-duration", NO_FAKE_DNS, "SECONDS"),
  refused("fake-dns-ipv4-network", NO_FAKE_DNS, "NETWORK"),
  refused("fake-dns-ipv6-network", NO_FAKE_DNS, "NETWORK"),
  refused("fake-dns-database-path", NO_FAKE_DNS, "PATH"),
  refused("online-config-url", NO_ONLINE, "URL"),
  refused("online-config-update-interval", NO_ONLINE, "SECONDS"),
  refused("online-config-allowed-plugin", NO_ONLINE, "NAME"),
  refused("vpn", NO_ANDROID),
  refused("dns-addr", NO_ANDROID, "ADDR"),
  refused("stat-path", NO_ANDROID, "PATH"),
  refused("stat-addr", NO_ANDROID, "ADDR"),
];
