/** Files, environment, signals and terminal on Deno. @module */

import { addressOfDefaultRoute, ROUTE_FILES } from "./default_route.ts";
import { toHostError } from "./deno_errors.ts";
import type { SignalName } from "./types.ts";

const encoder = new TextEncoder();

/** The words of the command line behind the program's name. */
export function args(): string[] {
  return [...Deno.args];
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
export function print(text: string): void {
  writeAll(Deno.stdout, text);
}

/** Writes to standard error. */
export function printError(text: string): void {
  writeAll(Deno.stderr, text);
}

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

/** A pipe that nobody reads must not stop the program: what does not fit is lost. */
function writeAll(sink: { writeSync(bytes: Uint8Array): number }, text: string): void {
  try {
    for (let bytes = encoder.encode(text); bytes.length > 0;) bytes = bytes.subarray(sink.writeSync(bytes));
  } catch {
    // Nobody is there to be told.
  }
}
