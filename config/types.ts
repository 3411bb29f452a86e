/** What a run of the program is told, whatever dialect it was written in. @module */

import type { User } from "../crypto/types.ts";
import type { Endpoint } from "../relay/address.ts";
import type { Limits } from "../relay/limits.ts";
import type { Level } from "../relay/log.ts";
import type { Hop } from "../relay/outbound/hop.ts";

/** Which provider serves the ciphers: the best one, the one named, or the libcrypto at an absolute path. */
export type CryptoChoice = "auto" | "native" | "node" | "wasm" | "noble" | `/${string}`;

/** What a port carries. */
export type Mode = "tcp_only" | "udp_only" | "tcp_and_udp";

/** One Shadowsocks server: where it listens (server side) or is reached (client side). */
export interface ServerEntry {
  /** Address or name, IPv6 without brackets. */
  host: string;
  /** 0 to 65535; 0 lets the system choose (tests). */
  port: number;
  /** The method's name. */
  method: string;
  /** The password; never logged. */
  password: string;
  /** What the port carries, or at a client what goes through it: both unless it is given. */
  mode?: Mode;
  /** Who shares the port, each with a key of its own (server side). */
  users?: User[];
  /** Servers that this port passes users on to, each known by its key (server side, SIP023). */
  destinations?: Destination[];
  /** The label behind `#` in a link. */
  name?: string;
}

/** A server that users are passed on to. */
export interface Destination {
  /** The name in logs. */
  name: string;
  /** Address or name, IPv6 without brackets. */
  host: string;
  /** 1 to 65535. */
  port: number;
  /** The server's key, whose hash stands in the identity header; never logged. */
  password: string;
}

/** One port on which the client serves applications. */
export interface LocalEntry {
  /** Address to listen on, IPv6 without brackets. */
  host: string;
  /** 0 to 65535; 0 lets the system choose (tests). */
  port: number;
  /** How applications speak to it: SOCKS5, as if it were the target of a tunnel, or as to a DNS server. */
  protocol: "socks" | "tunnel" | "dns";
  /** Where a tunnel leads. */
  target?: Endpoint;
  /** The DNS server that is asked through the Shadowsocks servers (`dns`): 8.8.8.8:53 unless it is given. */
  remoteDns?: Endpoint;
  /** What carries questions to it: TCP unless it is given. Those that come by TCP go on by TCP in any case. */
  remoteDnsOver?: "tcp" | "udp";
  /** The DNS server, by its address, that is asked from here for names that are local: the resolver unless given. */
  localDns?: Endpoint;
  /** What the port carries: both unless it is given. */
  mode?: Mode;
  /** Who may use it (`socks`, RFC 1929); everybody unless it is given. */
  credentials?: Credentials[];
  /** The servers behind it; one is taken at random for each connection. */
  servers: ServerEntry[];
}

/** Who may use a port for applications. */
export interface Credentials {
  /** The name that is given. */
  user: string;
  /** The password that is given with it; never logged. */
  password: string;
}

/** What may be connected to. */
export interface OutboundConfig {
  /** What a server denies unless it is opened: all that is not public (unless given), this machine alone, or nothing. */
  denied?: "private" | "loopback" | "nothing";
  /** What a server opens of it: all, or these networks. */
  allowPrivate?: boolean | string[];
  /** Networks that a server denies whatever is opened. */
  forbidden?: string[];
}

/** How names are looked up. */
export interface DnsConfig {
  /** Name servers of your own, or the system's resolver; those of /etc/resolv.conf unless given. */
  servers?: "system" | string[];
  /** Whether IPv6 addresses come before IPv4. */
  ipv6First?: boolean;
  /** Whether IPv6 addresses alone count. */
  ipv6Only?: boolean;
  /** Answers that are remembered. */
  cacheSize?: number;
}

/** What is written to the log, how and where to. */
export interface LogConfig {
  /** The least level that is written: info unless it is given. */
  level?: Level;
  /** One line an event as text (unless given), or as one JSON object. */
  format?: "text" | "json";
  /** The file that lines are added to; standard error unless it is given. */
  file?: string;
}

/** How the program lives in its system. */
export interface LifeConfig {
  /** The file that holds its process id while it runs. */
  pidFile?: string;
  /** Whether it goes to the background once it serves. */
  background?: boolean;
  /** The user that it becomes once its ports are open. */
  user?: string;
  /** The most descriptors that it may have open. */
  openFiles?: number;
  /** Seconds that open connections get to end when it is stopped. */
  grace?: number;
}

/** One run: what it serves, under which limits. */
export interface Config {
  /** Ports served as a Shadowsocks server. */
  servers: ServerEntry[];
  /** Ports served for applications. */
  locals: LocalEntry[];
  /** Waits and bounds. */
  limits: Limits;
  /** Which provider serves the ciphers. */
  crypto: CryptoChoice;
  /** Whether methods that are broken by design are served; else they are refused. */
  allowLegacy?: boolean;
  /** Proxies that connections pass on their way, in order: to targets (server side), to the servers (client side). */
  outboundProxy?: readonly Hop[];
  /** Where a server's connections may go; one that is told nothing denies all that is not public. */
  outbound?: OutboundConfig;
  /** How names are looked up; by the servers of /etc/resolv.conf unless given. */
  dns?: DnsConfig;
  /** The path of an access control list. */
  acl?: string;
  /** Threads that serve TCP: one unless it is given; "auto" is one for each processor. */
  workers?: number | "auto";
  /** What is written to the log. */
  log?: LogConfig;
  /** How the program lives in its system. */
  life?: LifeConfig;
}

/** The config is wrong: says where, which key, what was found and what was expected. Never holds a secret. */
export class ConfigError extends Error {
  override name = "ConfigError";
}
