/** What one source says of a run, and how a later source is laid over an earlier one. @module */

import type { User } from "../crypto/types.ts";
import type { Endpoint } from "../relay/address.ts";
import type { Limits } from "../relay/limits.ts";
import type { Hop } from "../relay/outbound/hop.ts";
import type { Place } from "./address.ts";
import {
  ConfigError,
  type Credentials,
  type CryptoChoice,
  type Destination,
  type DnsConfig,
  type LifeConfig,
  type LocalEntry,
  type LogConfig,
  type Mode,
  type OutboundConfig,
  type ServerEntry,
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

/**
 * Both sources as one; where both speak, the upper one counts.
 *
 * @throws {ConfigError} when the upper one speaks of one server, or of one port, where the lower one has a list.
 */
export function overlay(lower: Parts, upper: Parts): Parts {
  refuseBesideLists(lower, upper);
  const under = beneath(lower, upper);
  return {
    ...under,
    ...upper,
    limits: { ...under.limits, ...upper.limits },
    at: { ...under.at, ...upper.at },
    ...both("outbound", under, upper),
    ...both("dns", under, upper),
    ...both("log", under, upper),
    ...both("life", under, upper),
  };
}

/** A flag that would say nothing, or something else than its writer means, beside what the file lists. */
function refuseBesideLists(lower: Parts, upper: Parts): void {
  if (lower.portPassword && (upper.port !== undefined || upper.password !== undefined)) {
    throw new ConfigError(
      "Cannot use --port or --password beside port_password in the config file: expected one of the two",
    );
  }
  if (lower.servers && (upper.places !== undefined || upper.port !== undefined || saysAgain(lower.servers, upper))) {
    throw new ConfigError(
      "Cannot use --server, --port, --password or --method beside servers in the config file: expected one of the two",
    );
  }
  const local = ["localHost", "localPort", "target", "remoteDns", "localDns"] as const;
  if (lower.locals && local.some((key) => upper[key] !== undefined)) {
    throw new ConfigError(
      "Cannot use --local-address, --local-port, --target, --remote-dns or --local-dns beside locals in the config " +
        "file: expected one of the two",
    );
  }
}

/** Whether the upper source speaks of what every entry says for itself. */
function saysAgain(servers: readonly Parts[], upper: Parts): boolean {
  return (["password", "method"] as const).some((key) =>
    upper[key] !== undefined && servers.every((server) => server[key] !== undefined)
  );
}

/** What is left of the lower source. */
function beneath(lower: Parts, upper: Parts): Parts {
  const modal = upper.mode === undefined ? lower : withoutModes(lower);
  if (upper.links) return withoutServer(modal);
  if (upper.places && lower.links) return withoutServer(modal);
  if (upper.servers && upper.places === undefined) return withoutPlaces(modal);
  return upper.port === undefined && upper.ports === undefined ? modal : withoutPorts(modal);
}

/** A part that is made of several settings, where one of the sources speaks of it. */
function both(key: "outbound" | "dns" | "log" | "life", lower: Parts, upper: Parts): Parts {
  return lower[key] === undefined && upper[key] === undefined ? {} : { [key]: { ...lower[key], ...upper[key] } };
}

/** What is said of anything but the servers. */
function withoutServer(parts: Parts): Parts {
  const { places: _places, port: _port, ports: _ports, password: _password, method: _method, name: _name, ...rest } =
    parts;
  const { servers: _servers, links: _links, ...others } = rest;
  return others;
}

/** The same without the place of one server, where an upper source lists servers. */
function withoutPlaces({ places: _places, port: _port, ports: _ports, ...rest }: Parts): Parts {
  return rest;
}

/** The places without their own ports, where an upper source names the port. */
function withoutPorts({ port: _port, ports: _ports, ...parts }: Parts): Parts {
  return parts.places ? { ...parts, places: parts.places.map(({ host }) => ({ host })) } : parts;
}

/** The entries without modes of their own, where an upper source names the mode of all. */
function withoutModes(parts: Parts): Parts {
  const strip = (entries: readonly Parts[]) => entries.map(({ mode: _mode, ...entry }) => entry);
  return {
    ...parts,
    ...(parts.servers && { servers: strip(parts.servers) }),
    ...(parts.locals && { locals: strip(parts.locals) }),
  };
}
