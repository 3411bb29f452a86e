/** What one source says of a run, and how a later source is laid over an earlier one. @module */

import type { User } from "../crypto/types.ts";
import type { Endpoint } from "../relay/address.ts";
import type { Limits } from "../relay/limits.ts";
import type { Hop } from "../relay/outbound/hop.ts";
import type { Place } from "./address.ts";
import {
  ConfigError,
  type CryptoChoice,
  type Destination,
  type DnsConfig,
  type LocalEntry,
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
  /** Whole servers, from links. */
  links?: readonly ServerEntry[];
  /** Where applications are served. */
  localHost?: string;
  /** The port on which applications are served. */
  localPort?: number;
  /** What a client serves, where its file says so. */
  protocol?: LocalEntry["protocol"];
  /** Where a tunnel leads. */
  target?: Endpoint;
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
  /** Where values stand. */
  at?: Readonly<Partial<Record<Judged, Where>>>;
}

/** Where a value stands, for a message about it. */
export function whereOf(parts: Parts, value: Judged): Where {
  return parts.at?.[value] ?? { source: "the config", key: value };
}

/** Both sources as one; where both speak, the upper one counts. */
export function overlay(lower: Parts, upper: Parts): Parts {
  if (lower.portPassword && (upper.port !== undefined || upper.password !== undefined)) {
    throw new ConfigError(
      "Cannot use --port or --password beside port_password in the config file: expected one of the two",
    );
  }
  const under = upper.links ? withoutServer(lower) : upper.port === undefined ? lower : withoutPorts(lower);
  return {
    ...under,
    ...upper,
    limits: { ...under.limits, ...upper.limits },
    at: { ...under.at, ...upper.at },
    ...both("outbound", under, upper),
    ...both("dns", under, upper),
  };
}

/** A part that is made of several settings, where one of the sources speaks of it. */
function both(key: "outbound" | "dns", lower: Parts, upper: Parts): Parts {
  return lower[key] === undefined && upper[key] === undefined ? {} : { [key]: { ...lower[key], ...upper[key] } };
}

/** What is said of anything but the server. */
function withoutServer(parts: Parts): Parts {
  const { places: _places, port: _port, password: _password, method: _method, name: _name, ...rest } = parts;
  return rest;
}

/** The places without their own ports, where an upper source names the port. */
function withoutPorts(parts: Parts): Parts {
  return parts.places ? { ...parts, places: parts.places.map(({ host }) => ({ host })) } : parts;
}
