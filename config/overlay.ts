/** How a later source is laid over an earlier one. @module */

import type { Parts } from "./parts.ts";
import { ConfigError } from "./types.ts";

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
  if (lower.links && !upper.links && !upper.places && (upper.port ?? upper.password ?? upper.method) !== undefined) {
    throw new ConfigError(
      "Cannot use --port, --password or --method beside the links of the config file: expected --server with them, or " +
        "none of them",
    );
  }
  if (lower.locals && servesOtherwise(lower, upper)) {
    throw new ConfigError(
      "Cannot use --protocol beside locals in the config file: expected what each of them serves there",
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

/** Whether the upper source has the ports serve anything but what each of them serves. */
function servesOtherwise({ locals = [], protocol = "socks" }: Parts, upper: Parts): boolean {
  return upper.protocol !== undefined && locals.some((local) => (local.protocol ?? protocol) !== upper.protocol);
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
