/** Files, environment, signals and terminal on Bun. @module */

import { fstatSync, readFileSync, readSync, statSync, writeSync } from "node:fs";
import { link, mkdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import process from "node:process";
import { toHostError } from "./bun_errors.ts";
import { addressOfDefaultRoute, type InterfaceAddress, ROUTE_FILES } from "./default_route.ts";
import type { Memory, Processes, SignalName } from "./types.ts";
import { ERROR_PATIENCE, OUTPUT_PATIENCE, writerTo } from "./writable.ts";

/** The words of the command line behind the program's name. */
export function args(): string[] {
  return process.argv.slice(2);
}

/** The name that the program was called by: that of the runtime where it runs our files. */
export function programName(): string {
  return process.argv0.replace(/^.*\//, "");
}

/** What a program needs that lives on its own. */
export async function processes(): Promise<Processes> {
  return await import("./bun_processes.ts");
}

/** A variable of the environment. */
export function env(name: string): string | undefined {
  return process.env[name];
}

/** The text of a file. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw toHostError("read", path, cause);
  }
}

/** The permissions of a file, as chmod has them. */
export async function fileMode(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (cause) {
    throw toHostError("read", path, cause);
  }
}

/** Something that differs once a file has changed. */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (cause) {
    throw toHostError("read", path, cause);
  }
}

/** Makes a file of mode 0600, and its folders of mode 0700. It appears whole: nobody sees a part of it. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID()}`;
  try {
    await mkdir(path.replace(/[^/]*$/, "") || ".", { recursive: true, mode: 0o700 });
    await writeFile(draft, text, { flag: "wx", mode: 0o600 });
    try {
      await link(draft, path);
    } finally {
      await unlink(draft);
    }
  } catch (cause) {
    throw toHostError("write", path, cause);
  }
}

/** What keeps memory small. */
export async function memory(): Promise<Memory> {
  return await import("./bun_memory.ts");
}

/** Ends the process. */
export function exit(code: number): never {
  process.exit(code);
}

/** Calls the handler at each such signal until the returned function is called. */
export function onSignal(name: SignalName, handler: () => void): () => void {
  process.on(name, handler);
  return () => process.off(name, handler);
}

/** Whether a person sits at that end. */
export function isTerminal(stream: "stdin" | "stdout"): boolean {
  const fd = stream === "stdin" ? 0 : 1;
  // Asked last: the module that knows brings 7 MB, and most services print to a file, a pipe or nowhere.
  return isDevice(fd) && process.getBuiltinModule("node:tty").isatty(fd);
}

/** Whether it is a device, and not the one that swallows everything. */
function isDevice(fd: number): boolean {
  try {
    const device = fstatSync(fd);
    return device.isCharacterDevice() && device.rdev !== statSync("/dev/null").rdev;
  } catch {
    // Closed, or a system without such a device.
    return false;
  }
}

/** Asks at the terminal without showing what is typed; null without a terminal. */
export function readSecret(prompt: string): Promise<string | null> {
  return Promise.resolve(isTerminal("stdin") ? askSecret(prompt) : null);
}

function askSecret(prompt: string): string {
  print(`${prompt} `);
  process.stdin.setRawMode(true);
  try {
    return readLine();
  } finally {
    process.stdin.setRawMode(false);
    print("\n");
  }
}

const ETX = 3;
const BACKSPACE = 8;
const DELETE = 127;

/** Reads keys up to the end of the line; Ctrl-C ends the program as it would elsewhere. */
function readLine(): string {
  const key = Buffer.alloc(1);
  const typed: number[] = [];
  while (readSync(0, key) === 1) {
    const code = key[0]!;
    if (code === 10 || code === 13) break;
    if (code === ETX) process.kill(process.pid, "SIGINT");
    if (code === BACKSPACE || code === DELETE) typed.pop();
    else typed.push(code);
  }
  return Buffer.from(typed).toString("utf8");
}

/** Writes to standard output. */
export const print: (text: string) => void = writerTo({
  descriptor: 1,
  patience: OUTPUT_PATIENCE,
  write: (bytes) => writeSync(1, bytes),
});

/** Writes to standard error. */
export const printError: (text: string) => void = writerTo({
  descriptor: 2,
  patience: ERROR_PATIENCE,
  write: (bytes) => writeSync(2, bytes),
});

/** The address of the interface that the default route leaves by. */
export function defaultRouteAddress(): string | null {
  const interfaces: InterfaceAddress[] = Object.entries(process.getBuiltinModule("node:os").networkInterfaces())
    .flatMap(([name, list]) => (list ?? []).map(({ address, family }) => ({ name, address, family })));
  return addressOfDefaultRoute(
    { IPv4: readIfThere(ROUTE_FILES.IPv4), IPv6: readIfThere(ROUTE_FILES.IPv6) },
    interfaces,
  );
}

/** The addresses of this machine's interfaces. */
export function interfaceAddresses(): string[] {
  return Object.values(process.getBuiltinModule("node:os").networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address)
  );
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
