/** The program at work, as a process. @module */

import { type Started, startProcess, umbra } from "./started.ts";

/** Words that start any server and any client in these tests; the key comes by the environment. */
const METHOD = ["-m", "chacha20-ietf-poly1305"];
const KEY = { UMBRA_PASSWORD: "correct horse battery staple" };

/** A program that serves, and the port on which it does. */
export interface AtWork {
  readonly program: Started;
  readonly port: number;
}

/** Runs the body with a server, started by a command line made of the usual one; its method is the usual one unless told. */
export function withServerProcess(
  body: (server: AtWork) => Promise<void>,
  wrap: (command: string[]) => string[] = (command) => command,
  method: readonly string[] = METHOD,
): Promise<void> {
  return withProgram(
    wrap(umbra("server", "-s", "127.0.0.1", "-p", "0", "--allow-private", ...method)),
    body,
  );
}

/** Runs the body with a client of a server on this machine. */
export function withLocalProcess(serverPort: number, body: (local: AtWork) => Promise<void>): Promise<void> {
  return withProgram(umbra("local", "-s", "127.0.0.1", "-p", `${serverPort}`, ...METHOD, "-l", "0"), body);
}

async function withProgram(command: string[], body: (program: AtWork) => Promise<void>): Promise<void> {
  const program = startProcess(command, { env: KEY });
  try {
    const [, port] = await program.line(/listening .*address=127\.0\.0\.1:(\d+)/);
    await body({ program, port: Number(port) });
  } finally {
    await program.kill();
  }
}
