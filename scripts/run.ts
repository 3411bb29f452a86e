/** How the scripts start other programs, and where the project stands. @module */

import { fileURLToPath } from "node:url";
import { messageOf } from "./message_of.ts";

/** The project's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The Deno that runs this script. */
export const DENO = [Deno.execPath()];

/** The Bun that the project is tested with; npx fetches it when it is not there. */
export const BUN = ["npx", "--yes", "bun@1.4.5"];

/** How a program ended, and what it printed. */
export interface Outcome {
  /** Its exit code; 128 and the signal's number when a signal ended it. */
  code: number;
  /** What it printed on stdout, then what it printed on stderr. */
  output: string;
}

/** What differs from a plain run in the project's folder. */
export interface RunOptions {
  /** The folder to run in: the project's unless told. */
  cwd?: string;
  /** Variables added to the environment. */
  env?: Record<string, string>;
  /** Milliseconds after which it is ended: no limit unless told. */
  limit?: number;
}

/** Runs a program to its end and keeps what it prints. */
export async function capture(command: string[], options: RunOptions = {}): Promise<Outcome> {
  const { code, stdout, stderr } = await prepare(command, "piped", options).output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout) + text.decode(stderr) };
}

/** Runs a program until it prints such a line on stderr, then ends it; false when it ends, or time does, before. */
export async function waitForLine(command: string[], line: RegExp, options: RunOptions = {}): Promise<boolean> {
  const child = prepare(command, "piped", options).spawn();
  const text = new TextDecoder();
  let said = "";
  let found = false;
  for await (const chunk of child.stderr) {
    said += text.decode(chunk, { stream: true });
    if (found || !said.split("\n").some((one) => line.test(one))) continue;
    found = true;
    child.kill("SIGTERM");
  }
  await child.stdout.cancel();
  await child.status;
  return found;
}

/** Runs a program to its end in front of the user and gives its exit code. */
export async function run(command: string[], options: RunOptions = {}): Promise<number> {
  return (await prepare(command, "inherit", options).spawn().status).code;
}

/** Ends the script with the code that its work gives; what is thrown is shown as a sentence, without a stack. */
export async function script(work: () => Promise<number>): Promise<never> {
  try {
    Deno.exit(await work());
  } catch (error) {
    console.error(messageOf(error));
    Deno.exit(1);
  }
}

/** The command, with nothing on its stdin: a program that asks must not wait for an answer. */
function prepare(command: string[], output: "piped" | "inherit", options: RunOptions): Deno.Command {
  const [program = "", ...args] = command;
  return new Deno.Command(program, {
    args,
    cwd: options.cwd ?? ROOT,
    env: options.env ?? {},
    stdin: "null",
    stdout: output,
    stderr: output,
    ...(options.limit === undefined ? {} : { signal: AbortSignal.timeout(options.limit) }),
  });
}
