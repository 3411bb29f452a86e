/** The rule of the house: nothing reaches up, and only the ground names a runtime. @module */

import { type Found, readSource } from "./source.ts";

/** One place that breaks the rule. */
export interface Breach {
  path: string;
  line: number;
  /** What is wrong, and what was expected. */
  message: string;
}

/** What each room, and each file on top of the house, may import besides itself: folders, or single files. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ffi: [],
  net: ["ffi"],
  crypto: ["ffi"],
  dns: ["net"],
  relay: ["net", "crypto", "dns"],
  config: [
    "crypto/methods.ts",
    "crypto/psk.ts",
    "crypto/types.ts",
    "relay/limits.ts",
    "relay/address.ts",
    "relay/cidr.ts",
    "relay/log.ts",
    "relay/outbound/hop.ts",
  ],
  manager: ["relay", "net", "crypto", "dns"],
  service: ["manager", "config", "relay", "net", "crypto", "dns", "ffi"],
  cli: ["service", "config", "net", "crypto", "relay/log.ts"],
  "main.ts": ["cli"],
  "mod.ts": ["service"],
};

/** Rooms outside the floors: they look at everything. */
const FREE = ["tests", "scripts"];

/** Where a runtime may be named. */
const KNOWS_RUNTIMES = ["net", "ffi", "scripts", "tests/seam"];

/** Modules of the runtimes that a file may load though its room may not: it exists for them. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = { "crypto/providers/node.ts": ["node:crypto"] };

/** Everything in one file that breaks the rule; its path is as seen from the project's folder. */
export function breaches(path: string, text: string): Breach[] {
  const source = readSource(path, text);
  const room = path.split("/")[0] ?? path;
  if (!FREE.includes(room) && !Object.hasOwn(MAY_IMPORT, room)) {
    return [{ path, line: 1, message: `stands in no room: expected ${Object.keys(MAY_IMPORT).join(", ")}` }];
  }
  return [
    ...each(path, source.imports, (name) => importFault(path, room, name)),
    ...each(path, source.runtimes, (name) => runtimeFault(path, name)),
  ];
}

/** The breaches among what was found. */
function each(path: string, found: Found[], fault: (text: string) => string | null): Breach[] {
  return found.flatMap(({ text, line }) => {
    const message = fault(text);
    return message === null ? [] : [{ path, line, message }];
  });
}

/** What is wrong with one import, or null. */
function importFault(path: string, room: string, name: string): string | null {
  if (/^(?:node|bun):|^(?:bun|deno)$/.test(name)) return moduleFault(path, room, name);
  if (FREE.includes(room)) return null;
  if (name === "?") return "loads a module whose name is computed: expected a literal name";
  const target = placeOf(path, name);
  if (target === null) return null;
  return adapterFault(path, target) ?? floorFault(room, target, name);
}

/** What is wrong with loading a runtime's module. The tests may load `node:` modules, which both runtimes have. */
function moduleFault(path: string, room: string, name: string): string | null {
  if (knowsRuntimes(path) || EXCEPTIONS[path]?.includes(name)) return null;
  if (room === "tests" && name.startsWith("node:")) return null;
  return `loads ${name}: expected #net, #ffi or #test, only ${KNOWS_RUNTIMES.join(", ")} know a runtime`;
}

/** What is wrong with naming a runtime's global. */
function runtimeFault(path: string, name: string): string | null {
  if (knowsRuntimes(path)) return null;
  return `names ${name}: expected #net, #ffi or #test, only ${KNOWS_RUNTIMES.join(", ")} know a runtime`;
}

/** A runtime's adapter is loaded by the adapters of that runtime; all others go through `#net` and `#ffi`. */
function adapterFault(path: string, target: string): string | null {
  const runtime = adapterOf(target);
  if (runtime === null || runtime === adapterOf(path)) return null;
  return `imports ${target}: expected #${target.split("/")[0]}, which is the same on every runtime`;
}

/** What is wrong with reaching from one room into another. */
function floorFault(room: string, target: string, name: string): string | null {
  const lower = MAY_IMPORT[room] ?? [];
  const inside = [room, ...lower].some((place) => target === place || target.startsWith(`${place}/`));
  if (inside) return null;
  return `imports ${name}: ${room} may import ${lower.length === 0 ? "nothing of ours" : `only ${lower.join(", ")}`}`;
}

/** The runtime whose adapter a file is: `net/deno_udp.ts` is Deno's. */
function adapterOf(path: string): string | null {
  return /^(?:net|ffi)\/(deno|bun)[^/]*\.ts$/.exec(path)?.[1] ?? null;
}

/** Whether this file may name a runtime. */
function knowsRuntimes(path: string): boolean {
  return KNOWS_RUNTIMES.some((place) => path.startsWith(`${place}/`));
}

/** The file of ours that an import leads to, or null for a package. */
function placeOf(path: string, name: string): string | null {
  if (name === "#net" || name === "#ffi") return name.slice(1);
  if (name === "#test") return "tests/seam";
  return name.startsWith(".") ? new URL(name, `file:///${path}`).pathname.slice(1) : null;
}
