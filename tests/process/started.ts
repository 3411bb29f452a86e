/** Other processes: started, listened to, and killed by their own id. @module */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { env, execPath, kill } from "node:process";
import { fileURLToPath } from "node:url";
import { runtime } from "#test";
import deno from "../../deno.json" with { type: "json" };
import type { SignalName } from "../../net/types.ts";

/** The project's folder. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Whether this is Deno, which alone has permissions. */
export const onDeno = (runtime as string) === "deno";

/** What Deno is told when it starts the program: the flags of the task `start`. */
const FLAGS = deno.tasks.start.split(" ").filter((word) => word.startsWith("--"));

/** The command line that runs a file of the project on the runtime that runs the test. */
export function command(file: string, args: readonly string[] = [], flags: readonly string[] = FLAGS) {
  return [execPath, "run", ...(onDeno ? flags : []), file, ...args];
}

/** The command line that runs the program. */
export function umbra(...args: readonly string[]): string[] {
  return command("main.ts", args);
}

/** What differs from a plain start in the project's folder. */
export interface ProcessOptions {
  /** Variables added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that a test started: kill it in a `finally`. */
export interface Started {
  readonly pid: number;
  /** All that it printed on standard output so far. */
  readonly out: string;
  /** All that it printed on standard error so far. */
  readonly err: string;
  /** Waits until its output, both ends together, matches; fails when it ends before. */
  line(expected: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal. */
  signal(name: SignalName | "SIGSTOP"): void;
  /** Waits for its end; the code, or the name of the signal that ended it. */
  ended(): Promise<number | string>;
  /** Kills it where it still runs, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a program. */
export function startProcess([program = "", ...args]: readonly string[], options: ProcessOptions = {}): Started {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close").then(([code, signal]) => {
    return typeof code === "number" ? code : String(signal);
  });
  return new RunningProcess(child, closed);
}

class RunningProcess implements Started {
  readonly #child: ChildProcess;
  readonly #closed: Promise<number | string>;
  readonly #waiting = new Set<() => void>();
  #over = false;
  out = "";
  err = "";

  constructor(child: ChildProcess, closed: Promise<number | string>) {
    this.#child = child;
    this.#closed = closed;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.out += text;
      this.#wake();
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.err += text;
      this.#wake();
    });
    const end = () => {
      this.#over = true;
      this.#wake();
    };
    closed.then(end, end);
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error(`Cannot start ${this.#child.spawnfile}`);
    return pid;
  }

  async line(expected: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = expected.exec(this.out) ?? expected.exec(this.err);
      if (found !== null) return found;
      if (this.#over) throw new Error(`Expected ${expected}, but it ended: ${this.out}${this.err}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  signal(name: SignalName | "SIGSTOP"): void {
    kill(this.pid, name);
  }

  ended(): Promise<number | string> {
    return this.#closed;
  }

  async kill(): Promise<void> {
    // Not by the child's own method: on Deno its second call does nothing.
    if (!this.#over) kill(this.pid, "SIGKILL");
    await this.#closed;
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
