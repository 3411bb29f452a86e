/** What one source says of a run. @module */

import type { User } from "../crypto/types.ts";
import type { Endpoint } from "../relay/address.ts";
import type { Limits } from "../relay/limits.ts";
import type { Hop } from "../relay/outbound/hop.ts";
import type { Place } from "./address.ts";
import type {
  Credentials,
  CryptoChoice,
  Destination,
  DnsConfig,
  LifeConfig,
  LocalEntry,
  LogConfig,
  Mode,
  OutboundConfig,
  ServerEntry,
} from "./types.ts";
import type { Where } from "./wrong.ts";

/** One of several ports of a server, with its own password. */
export interface PortPassword {
  /** The port. */
  readonly port: number;
  /** Its password; never logged. */
  readonly password: string;
}

/** Values that are judged when all sources are read, and then need to say where they stand. */
export type Judged = "password" | "portPassword" | "users" | "destinations";

/** What one source says; what it does not say is absent. */
export interface Parts {
  /** Where the server listens or is reached. */
  places?: readonly Place[];
  /** The server's port, for places without one of their own. */
  port?: number;
  /** Several ports that share what else is said, in the place of `port`. */
  ports?: readonly number[];
  /** The server's password; never logged. */
  password?: string;
  /** The server's method. */
  method?: string;
  /** The server's label. */
  name?: string;
  /** Several ports of a server, in the place of `port` and `password`. */
  portPassword?: readonly PortPassword[];
  /** Who shares the server's port. */
  users?: readonly User[];
  /** Servers that the port passes users on to. */
  destinations?: readonly Destination[];
  /** Whether methods that are broken by design are served. */
  allowLegacy?: boolean;
  /** Entries of a list of servers: what an entry does not say, the parts around it may. */
  servers?: readonly Parts[];
  /** Whole servers, from links. */
  links?: readonly ServerEntry[];
  /** Where applications are served. */
  localHost?: string;
  /** The port on which applications are served. */
  localPort?: number;
  /** What a client serves, where its file says so. */
  protocol?: LocalEntry["protocol"];
  /** Entries of a list of ports for applications. */
  locals?: readonly Parts[];
  /** Who may use a SOCKS5 port. */
  credentials?: readonly Credentials[];
  /** The path of a file that says so; `withCredentials` reads it. */
  credentialsFile?: string;
  /** Where a tunnel leads. */
  target?: Endpoint;
  /** Its host, until the whole file is read. */
  forwardHost?: string;
  /** Its port, until the whole file is read. */
  forwardPort?: number;
  /** The DNS server that is asked through the tunnel. */
  remoteDns?: Place;
  /** Its port, until the whole file is read. */
  remoteDnsPort?: number;
  /** What carries questions to it. */
  remoteDnsOver?: "tcp" | "udp";
  /** The DNS server that is asked from here. */
  localDns?: Place;
  /** Its port, until the whole file is read. */
  localDnsPort?: number;
  /** What the ports that are served carry. */
  mode?: Mode;
  /** The limits that were set. */
  limits?: Partial<Limits>;
  /** The limits that `timeout` set, for whoever explains a config. */
  timeout?: readonly (keyof Limits)[];
  /** Which provider serves the ciphers. */
  crypto?: CryptoChoice;
  /** Where a server's connections may go. */
  outbound?: OutboundConfig;
  /** Proxies on the way, the nearest first. */
  outboundProxy?: readonly Hop[];
  /** How names are looked up. */
  dns?: DnsConfig;
  /** The path of an access control list. */
  acl?: string;
  /** Threads that serve TCP. */
  workers?: number | "auto";
  /** What is written to the log. */
  log?: LogConfig;
  /** How the program lives in its system. */
  life?: LifeConfig;
  /** Where values stand. */
  at?: Readonly<Partial<Record<Judged, Where>>>;
}

/** Where a value stands, for a message about it. */
export function whereOf(parts: Parts, value: Judged): Where {
  return parts.at?.[value] ?? { source: "the config", key: value };
}

/** Whether they say where a server is, beside a list of servers or without one. */
export function namesServer({ places, port, ports, portPassword }: Parts): boolean {
  return (places ?? port ?? ports ?? portPassword) !== undefined;
}
