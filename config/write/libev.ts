/** A config as the programs of shadowsocks-libev read it. @module */

import { bracketed } from "../address.ts";
import type { Config, LocalEntry, ServerEntry } from "../types.ts";
import { denialLosses } from "./denial.ts";
import { LIBEV_METHODS } from "./foreign_methods.ts";
import { given, type Keys } from "./keys.ts";
import { type Draft, type Loss, loss, unsaid } from "./losses.ts";
import { nativeKeys, placeText } from "./native.ts";

/** How messages call it. */
const NAME = "libev's dialect";

/** The most addresses that one of its programs takes. */
const MOST_ADDRESSES = 10;

/** Our keys that it has words for, or that are judged apart. */
const KNOWN = new Set([
  ..."server server_port method password servers mode local_address local_port protocol tunnel_address".split(" "),
  ..."idle_timeout ipv6_first acl nofile user allow_legacy allow_private forbidden_ip denied dns locals".split(" "),
]);

/** The file of ss-server, or of ss-local or ss-tunnel. */
export function libevFile(config: Config): Draft {
  const [local] = config.locals;
  const entries = local?.servers ?? config.servers;
  const losses = [
    ...serverLosses(entries),
    ...localLosses(config.locals),
    ...denialLosses(config, NAME),
    ...nameServerLosses(config),
    ...unsaid(nativeKeys(config), KNOWN, NAME),
  ];
  return { keys: { ...serversKeys(entries, local === undefined), ...localKeys(local), ...commonKeys(config) }, losses };
}

/** All addresses with one method and one password. `mode` is always said, for there it is tcp_only by default. */
function serversKeys(entries: readonly ServerEntry[], listens: boolean): Keys {
  const [first] = entries;
  if (first === undefined) return {};
  const isOnePort = entries.every(({ port }) => port === first.port);
  const places = entries.flatMap(({ host, port }) =>
    (listens ? listening(host) : [host]).map((one) => isOnePort ? one : `${bracketed(one)}:${port}`)
  );
  return {
    server: places.length === 1 ? places[0] : places,
    server_port: first.port,
    method: first.method,
    password: first.password,
    mode: first.mode ?? "tcp_and_udp",
  };
}

/** There, `::` is IPv6 alone. */
function listening(host: string): string[] {
  return /^[0:]*:[0:]*$/.test(host) ? [host, "0.0.0.0"] : [host];
}

/** The one port that ss-local or ss-tunnel serves. */
function localKeys(local: LocalEntry | undefined): Keys {
  if (local === undefined) return {};
  const { host, port, target, mode = "tcp_and_udp" } = local;
  return given({ local_address: host, local_port: port, mode, tunnel_address: target && placeText(target) });
}

/** What holds for the whole run. `timeout` is always said, for there it is 60. */
function commonKeys({ limits, dns, acl, life }: Config): Keys {
  return given({
    timeout: Math.ceil(limits.idle),
    nameserver: Array.isArray(dns?.servers) ? dns.servers.join(",") : undefined,
    ipv6_first: dns?.ipv6First,
    acl,
    nofile: life?.openFiles,
    user: life?.user,
  });
}

/** What of the servers it cannot say. */
function serverLosses(entries: readonly ServerEntry[]): Loss[] {
  const different = (of: (entry: ServerEntry) => unknown) => new Set(entries.map(of)).size > 1;
  const losses: Loss[] = [];
  for (const method of new Set(entries.map((entry) => entry.method))) {
    if (!LIBEV_METHODS.has(method)) losses.push(loss("method", `${method} is not known to libev`));
  }
  if (different(({ method, password, mode }) => JSON.stringify([method, password, mode]))) {
    losses.push(loss("servers", `are not all alike: ${NAME} has one method, one password and one mode a file`));
  }
  if (entries.length > MOST_ADDRESSES) {
    losses.push(loss("servers", `are ${entries.length}, and libev takes ${MOST_ADDRESSES}`));
  }
  return losses;
}

/** What of the ports for applications it cannot say. */
function localLosses(locals: readonly LocalEntry[]): Loss[] {
  const losses = locals.length > 1 ? [loss("locals", `are ${locals.length}, and libev serves one a file`)] : [];
  if (locals.some(({ protocol }) => protocol === "dns")) losses.push(loss("protocol", "dns is not known to libev"));
  return losses;
}

/** It asks name servers by their addresses alone, and those of the system where none is named. */
function nameServerLosses({ dns }: Config): Loss[] {
  const { servers } = dns ?? {};
  if (!Array.isArray(servers)) return [];
  const other = servers.some((server) => !/^(?:[\d.]+|[\da-f:.]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(server));
  return other ? [loss("dns", `names a server that cannot be said in ${NAME}: expected IP addresses`)] : [];
}
