/** Files, environment, signals and terminal on Deno. @module */

import { addressOfDefaultRoute, ROUTE_FILES } from "./default_route.ts";
import { toHostError } from "./deno_errors.ts";
import { ownWords } from "./own_words.ts";
import type { Memory, Processes, SignalName } from "./types.ts";
import { ERROR_PATIENCE, OUTPUT_PATIENCE, writerTo } from "./writable.ts";

/** The words of the command line behind the program's name. */
export function args(): string[] {
  return [...Deno.args];
}

/** The name that the program was called by: that of the runtime where it runs our files. */
export function programName(): string {
  if (!Deno.build.standalone) return "deno";
  // Where the name is a link, the runtime tells us what it leads to.
  const called = ownWords()?.[0] ?? Deno.execPath();
  return called.replace(/^.*\//, "");
}

/** What a program needs that lives on its own. */
export async function processes(): Promise<Processes> {
  return await import("./deno_processes.ts");
}

/** A variable of the environment; undefined when unset or not permitted. */
export function env(name: string): string | undefined {
  if (Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") return undefined;
  return Deno.env.get(name);
}

/** The text of a file. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    throw toHostError("read", path, cause);
  }
}

/** The permissions of a file, as chmod has them; null where the system has none. */
export async function fileMode(path: string): Promise<number | null> {
  try {
    const { mode } = await Deno.stat(path);
    return mode === null ? null : mode & 0o777;
  } catch (cause) {
    throw toHostError("read", path, cause);
  }
}

/** Something that differs once a file has changed. */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { mtime, size, ino } = await Deno.stat(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch (cause) {
    throw toHostError("read", path, cause);
  }
}

/** Makes a file of mode 0600, and its folders of mode 0700. It appears whole: nobody sees a part of it. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(path.replace(/[^/]*$/, "") || ".", { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(draft, text, { createNew: true, mode: 0o600 });
    try {
      await Deno.link(draft, path);
    } finally {
      await Deno.remove(draft);
    }
  } catch (cause) {
    throw toHostError("write", path, cause);
  }
}

/** What keeps memory small. */
export async function memory(): Promise<Memory> {
  return await import("./deno_memory.ts");
}

/** Ends the process. */
export function exit(code: number): never {
  Deno.exit(code);
}

/** Calls the handler at each such signal until the returned function is called. */
export function onSignal(name: SignalName, handler: () => void): () => void {
  Deno.addSignalListener(name, handler);
  return () => Deno.removeSignalListener(name, handler);
}

/** Whether a person sits at that end. */
export function isTerminal(stream: "stdin" | "stdout"): boolean {
  return Deno[stream].isTerminal();
}

/** Asks at the terminal without showing what is typed; null without a terminal. */
export async function readSecret(prompt: string): Promise<string | null> {
  // Loaded when somebody is asked: it brings megabytes.
  const { promptSecret } = await import("./deno_std.ts");
  return promptSecret(prompt, { mask: "" });
}

/** Writes to standard output. */
export const print: (text: string) => void = writerTo({
  descriptor: 1,
  patience: OUTPUT_PATIENCE,
  write: (bytes) => Deno.stdout.writeSync(bytes),
});

/** Writes to standard error. */
export const printError: (text: string) => void = writerTo({
  descriptor: 2,
  patience: ERROR_PATIENCE,
  write: (bytes) => Deno.stderr.writeSync(bytes),
});

/** The address of the interface that the default route leaves by. */
export function defaultRouteAddress(): string | null {
  if (Deno.permissions.querySync({ name: "sys", kind: "networkInterfaces" }).state !== "granted") return null;
  const routes = { IPv4: readIfAllowed(ROUTE_FILES.IPv4), IPv6: readIfAllowed(ROUTE_FILES.IPv6) };
  return addressOfDefaultRoute(routes, Deno.networkInterfaces());
}

/** The addresses of this machine's interfaces; none where that is not permitted. */
export function interfaceAddresses(): string[] {
  if (Deno.permissions.querySync({ name: "sys", kind: "networkInterfaces" }).state !== "granted") return [];
  return Deno.networkInterfaces().map(({ address }) => address);
}

function readIfAllowed(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
