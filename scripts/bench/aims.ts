/** What is aimed at, and whether it is met. @module */

import { beside, differences, median, PEERS, ratios, type Series, type ServerName } from "./series.ts";

/** What a limit is a limit of. */
type Kind = "times the peer" | "above the plain relay" | "the figure itself";

/** One aim: for these servers, in one part, under the methods and for the measures that match. */
interface Aim {
  readonly part: string;
  readonly servers: readonly ServerName[];
  readonly methods: RegExp;
  readonly measures: RegExp;
  readonly kind: Kind;
  readonly limit: number;
}

/** A figure beside its aim. */
export interface Verdict {
  readonly kind: Kind;
  readonly limit: number;
  /** What is held against the limit. */
  readonly found: number;
  readonly met: boolean;
}

const ANY = /^/;
/** The methods that shadowsocks-libev has. */
const OLD = /^(?!2022-)/;
const NEW = /^2022-/;
const NATIVE = ["deno", "bun"] as const;
const NEWER = ["deno-libcrypto", "bun-libcrypto"] as const;

const AIMS: readonly Aim[] = [
  aim("tcp", [...NATIVE, ...NEWER], "times the peer", 0.65, { methods: OLD }),
  aim("tcp", [...NATIVE, ...NEWER], "times the peer", 0.85, { methods: NEW }),
  aim("tcp", ["deno-no-ffi"], "times the peer", 1.2, { methods: /^chacha20-ietf-poly1305$/ }),
  aim("tcp", ["bun-node"], "times the peer", 0.8, { methods: /^aes-256-gcm$/ }),
  aim("connections", NATIVE, "above the plain relay", 30),
  aim("latency", NATIVE, "times the peer", 1.25, { methods: OLD, measures: /^p50/ }),
  aim("memory", ["deno"], "the figure itself", 45, { measures: /^idle/ }),
  aim("memory", ["bun"], "the figure itself", 35, { measures: /^idle/ }),
  aim("memory", ["deno"], "the figure itself", 24, { measures: /^each waiting/ }),
  aim("memory", ["bun"], "the figure itself", 8, { measures: /^each waiting/ }),
  aim("memory", NATIVE, "the figure itself", 20, { measures: /^after/ }),
  aim("udp", ["deno"], "times the peer", 0.6, { methods: OLD, measures: /^CPU/ }),
  aim("udp", ["deno-no-ffi"], "times the peer", 1.1, { methods: OLD, measures: /^CPU/ }),
  aim("udp", ["bun"], "times the peer", 0.8, { methods: OLD, measures: /^CPU/ }),
  aim("streams", NATIVE, "times the peer", 0.75, { methods: OLD }),
];

/** The relays that do a runtime's part and nothing else. */
const PLAIN: Partial<Record<ServerName, ServerName>> = { deno: "deno-plain", bun: "bun-plain" };

function aim(
  part: string,
  servers: readonly ServerName[],
  kind: Kind,
  limit: number,
  { methods = ANY, measures = ANY }: { methods?: RegExp; measures?: RegExp } = {},
): Aim {
  return { part, servers, methods, measures, kind, limit };
}

/** How a series stands beside its aim; null when it has none, or what it is held against was not measured. */
export function judge(part: string, series: Series, all: readonly Series[]): Verdict | null {
  const wanted = AIMS.find((aim) =>
    aim.part === part && aim.servers.includes(series.server) && aim.methods.test(series.method) &&
    aim.measures.test(series.measure)
  );
  if (wanted === undefined) return null;
  const found = held(wanted.kind, series, all);
  return found === null ? null : { kind: wanted.kind, limit: wanted.limit, found, met: found <= wanted.limit };
}

/** What is held against a limit of this kind. */
function held(kind: Kind, series: Series, all: readonly Series[]): number | null {
  if (kind === "the figure itself") return median(series.rounds);
  if (kind === "times the peer") {
    const peer = beside(all, series, PEERS);
    return peer === undefined ? null : ratios(series, peer).median;
  }
  const name = PLAIN[series.server];
  const plain = name && beside(all, series, [name]);
  return plain ? differences(series, plain).median : null;
}

/** The ratio beyond which the short form fails: dearer than the program in C. */
export const QUICK_LIMIT = 1;

/** What the short form fails for, as sentences: also where there is nothing to compare with. */
export function tooDear(all: readonly Series[]): string[] {
  return all.filter(({ server }) => server === "deno").flatMap((series) => {
    const peer = beside(all, series, PEERS);
    const ratio = peer === undefined ? NaN : ratios(series, peer).median;
    if (ratio <= QUICK_LIMIT) return [];
    const found = `found ${ratio.toFixed(2)} x the peer's, expected at most ${QUICK_LIMIT}`;
    return [`${series.method}, ${series.measure}: ${found}`];
  });
}
