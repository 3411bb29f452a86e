/** The parts of a resolver, as its options want them. @module */

import { Asker } from "./ask.ts";
import type { Exchange, Exchanges } from "./exchange.ts";
import { type Hosts, hostsPath, parseHosts } from "./hosts.ts";
import { httpsExchange } from "./https.ts";
import { parseResolvConf, RESOLV_CONF, type ResolvConf } from "./resolv_conf.ts";
import type { Preference } from "./families.ts";
import { parseServers } from "./servers.ts";
import { ServerSource, type Source, systemSource } from "./sources.ts";
import { askByTcp } from "./tcp.ts";
import { TlsConnections } from "./tls.ts";
import { askByUdp } from "./udp.ts";
import { type Files, realFiles, WatchedFile } from "./watched_file.ts";

/** Who is asked, and by what means; all but `servers` is for tests. */
export interface SourceOptions {
  /** "system", or a list as {@linkcode parseServers} takes it; an empty one: the servers of resolv.conf. */
  readonly servers: "system" | readonly string[];
  /** Seconds for one answer of the servers of a list: 3 unless told. */
  readonly timeout?: number;
  /** How often the servers of a list are gone through: twice unless told. */
  readonly attempts?: number;
  readonly files?: Files;
  readonly exchanges?: Partial<Exchanges>;
  /** The system's own resolver. */
  readonly lookup?: (name: string) => Promise<string[]>;
}

const TIMEOUT = 3;
const ATTEMPTS = 2;
const NO_HOSTS: Hosts = new Map();

/** The names of this machine, as they are now. */
export type LocalNames = Pick<WatchedFile<Hosts>, "isFresh" | "current">;

/** Where the system reads the hosts file itself. */
const NONE: LocalNames = { isFresh: () => true, current: () => NO_HOSTS };

/** Where names come from, and this machine's own names; `onChange` is called when either is no more what it was. */
export function openSource(
  options: SourceOptions & Preference & Required<Pick<SourceOptions, "lookup">>,
  onChange: () => void,
): { source: Source; hosts: LocalNames } {
  const { servers, files = realFiles } = options;
  const system = systemSource(options.lookup);
  if (servers === "system") return { source: system, hosts: NONE };
  const hosts = new WatchedFile(hostsPath(), (text) => text === null ? NO_HOSTS : parseHosts(text), files, onChange);
  const connections = new TlsConnections();
  const tls: Exchange = (...asked) => connections.ask(...asked);
  const asker = new Asker({ udp: askByUdp, tcp: askByTcp, tls, https: httpsExchange(), ...options.exchanges });
  const source = new ServerSource(asker, confOf(options, servers, files, onChange), options, system);
  const close = () => {
    source.close();
    connections.close();
  };
  return { source: { find: (...wanted) => source.find(...wanted), close }, hosts };
}

/**
 * The settings: of a list for good, of resolv.conf as it is now; null while there is none, as on Windows, or none of its
 * servers can be asked by us.
 */
function confOf(
  { timeout = TIMEOUT, attempts = ATTEMPTS }: SourceOptions,
  list: readonly string[],
  files: Files,
  onChange: () => void,
): () => ResolvConf | null | Promise<ResolvConf | null> {
  if (list.length > 0) {
    const conf = { servers: parseServers(list), search: [], ndots: 0, timeout, attempts, rotate: false };
    return () => conf;
  }
  const parse = (text: string | null) => text === null ? null : parseResolvConf(text);
  const file = new WatchedFile(RESOLV_CONF, parse, files, onChange);
  return () => file.current();
}
