/** A world for commands: files in a map, what is printed in texts, signals at a call. @module */

import { run } from "../../cli/run.ts";
import type { Config, LocalEntry, ServerEntry } from "../../config/types.ts";
import { HostError } from "../../net/errors.ts";
import type { Host, SignalName } from "../../net/types.ts";
import { Counters } from "../../relay/counters.ts";
import type { Log } from "../../relay/log.ts";
import type { Change, ListenerInfo, Service } from "../../service/mod.ts";
import { type Deeds, fakeProcesses, type OtherProcesses } from "./fake_processes.ts";

/** What differs from a bare machine without a terminal. */
export interface World {
  files?: Record<string, string>;
  /** The permissions of its files: 0600 unless given, null for a system that has none. */
  mode?: number | null;
  env?: Record<string, string>;
  terminals?: readonly ("stdin" | "stdout")[];
  /** What a person types when asked. */
  typed?: string;
  route?: string;
  /** The name that the program is called by. */
  name?: string;
  /** Who else runs. */
  others?: OtherProcesses;
  /** What starting throws. */
  failure?(): Error;
  /** What the service says to its log. */
  says?(log: Log): void;
  /** Told when the service stands; by default it is sent SIGTERM. */
  running?(world: Running): void | Promise<void>;
  /** What taking another config comes to. */
  applied?(): Promise<Change[]>;
  /** How its last connection ends, once it takes no more. */
  retire?(): Promise<void>;
  /** How the service ends. */
  stop?(): Promise<void>;
}

/** A world in which the service runs. */
export interface Running {
  /** Sends a signal. */
  signal(name: SignalName): void;
  /** The files, to be changed. */
  readonly files: Record<string, string>;
  /** Waits until what was printed to standard error matches. */
  line(expected: RegExp): Promise<void>;
}

/** What came of a run. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
  files: Record<string, string>;
  /** The configs that were started with. */
  configs: Config[];
  /** The seconds of grace that were given. */
  graces: number[];
  /** Handlers of signals that are left. */
  handlers: number;
  /** What was done to other processes, and to our own. */
  deeds: Deeds;
}

/** Runs a command line in a world. */
export async function runIn(world: World, ...argv: string[]): Promise<Outcome> {
  const outcome: Outcome = {
    code: -1,
    out: "",
    err: "",
    files: { ...world.files },
    configs: [],
    graces: [],
    handlers: 0,
    deeds: { users: [], terminated: [], limits: [], starts: [], logged: [], pids: [], left: [], notified: [] },
  };
  const handlers = new Map<() => void, string>();
  const signal: Running["signal"] = (name) => handlers.forEach((of, handler) => of === name && handler());
  const line: Running["line"] = async (expected) => {
    while (!expected.test(outcome.err)) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const start = (config: Config, log: Log): Promise<Service> => {
    outcome.configs.push(config);
    if (world.failure) return Promise.reject(world.failure());
    world.says?.(log);
    queueMicrotask(() => world.running ? world.running({ signal, files: outcome.files, line }) : signal("SIGTERM"));
    return Promise.resolve(serviceOf(config, outcome, world));
  };
  outcome.code = await run(argv, hostOf(world, outcome, handlers), start);
  outcome.handlers = handlers.size;
  return outcome;
}

/** A service that listens nowhere; a port that the system was to choose is 40000. */
function serviceOf(config: Config, outcome: Outcome, world: World): Service {
  const at = ({ host, port, mode = "tcp_and_udp" }: ServerEntry | LocalEntry) => ({ host, port: port || 40000, mode });
  const listeners: ListenerInfo[] = [
    ...config.servers.map((entry) => ({ role: "server" as const, ...at(entry), method: entry.method })),
    ...config.locals.map((entry) => ({ role: "local" as const, ...at(entry) })),
  ];
  return {
    listeners,
    counters: new Counters(),
    apply(next) {
      outcome.configs.push(next);
      return world.applied?.() ?? Promise.resolve([]);
    },
    retire: () => world.retire?.() ?? Promise.resolve(),
    stop(grace) {
      outcome.graces.push(grace);
      return world.stop?.() ?? Promise.resolve();
    },
  };
}

/** The host of a world. */
function hostOf(world: World, outcome: Outcome, handlers: Map<() => void, string>): Host {
  const { files } = outcome;
  return {
    args: () => [],
    programName: () => world.name ?? "umbra",
    processes: () => Promise.resolve(fakeProcesses(world.others ?? {}, files, outcome.deeds)),
    env: (name) => world.env?.[name],
    readTextFile(path) {
      const text = files[path];
      if (text !== undefined) return Promise.resolve(text);
      if (path === "/denied/c.json") {
        return Promise.reject(new HostError("permission", `Cannot read ${path}: permission is denied`));
      }
      return Promise.reject(new HostError("not-found", `Cannot read ${path}: it does not exist`));
    },
    memory: () => Promise.resolve({ held: () => 50_000_000, collect() {}, giveBack() {}, settle() {} }),
    fileMode: () => Promise.resolve(world.mode === undefined ? 0o600 : world.mode),
    writePrivateFile(path, text) {
      if (path.startsWith("/denied/")) {
        return Promise.reject(new HostError("permission", `Cannot write ${path}: permission is denied`));
      }
      if (path in files) return Promise.reject(new HostError("exists", `Cannot make ${path}: it exists`));
      files[path] = text;
      return Promise.resolve();
    },
    exit(code) {
      throw new Error(`exit ${code}`);
    },
    onSignal(name, handler) {
      handlers.set(handler, name);
      return () => handlers.delete(handler);
    },
    isTerminal: (stream) => world.terminals?.includes(stream) ?? false,
    readSecret: () => Promise.resolve(world.typed ?? null),
    print: (text) => void (outcome.out += text),
    printError: (text) => void (outcome.err += text),
    defaultRouteAddress: () => world.route ?? null,
  };
}
