/** A clone of the last commit with nothing installed, and what runs in it. @module */

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { fileURLToPath } from "node:url";

/** The runtimes as the README calls them: npx fetches what is not there. */
export const DENO = ["npx", "--yes", "deno@2.9.6"];
export const BUN = ["npx", "--yes", "bun@1.4.5"];

/** How a program ended, and what it printed. */
export interface Outcome {
  code: number;
  output: string;
}

/** Lets the body work in a fresh clone and removes it. */
export async function inClone(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "umbra-clone-"));
  try {
    const project = fileURLToPath(new URL("../../", import.meta.url));
    const { code, output } = await runIn(folder, ["git", "clone", "--quiet", project, "."]);
    if (code !== 0) throw new Error(`Cannot clone the project: ${output}`);
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a program to its end. */
export function runIn(folder: string, [program = "", ...args]: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

/** Seconds until a program must serve; npx may have to fetch its runtime first. */
const START_LIMIT = 90;

/** Starts a program, waits until the port accepts, and ends the program with all that it started. */
export async function serves(folder: string, command: string[], port: number): Promise<void> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let running = true;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => output += bytes);
  const closed = new Promise<void>((resolve) => child.on("close", () => resolve(void (running = false))));
  const deadline = Date.now() + START_LIMIT * 1000;
  try {
    while (!await accepts(port)) {
      if (!running) throw new Error(`${command.join(" ")} ended without serving: ${output}`);
      if (Date.now() > deadline) throw new Error(`${command.join(" ")} does not serve: ${output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    if (running && child.pid !== undefined) kill(-child.pid, "SIGTERM");
    await closed;
  }
}

/** Whether something accepts connections on the port. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
