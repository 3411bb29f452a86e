/** A socket as systemd holds one, and what comes to it. @module */

import { existsSync } from "node:fs";
import { env } from "node:process";
import { startProcess } from "../process/started.ts";

/** Prints what comes, a datagram a line, to a socket in the file system or an abstract one. */
const LISTENER = `
import socket, sys
name = sys.argv[1]
held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
held.bind("\\0" + name[1:] if name[0] == "@" else name)
print("listening", flush=True)
while True: print(repr(held.recv(65536).decode()), flush=True)
`;

const PYTHON = "/usr/bin/python3";

/** Whether nothing here can hold such a socket; in CI that is a failure. */
export const skip = !existsSync(PYTHON) && env.CI !== "true";
if (skip) console.error(`NOT RUN: tests of notify: ${PYTHON} is not there`);

/** Runs the body with a socket of a path, and what comes to it. */
export async function withListener(
  path: string,
  body: (line: (expected: RegExp) => Promise<unknown>) => Promise<void>,
) {
  const listener = startProcess([PYTHON, "-c", LISTENER, path]);
  try {
    await listener.line(/listening/);
    await body((expected) => listener.line(expected));
  } finally {
    await listener.kill();
  }
}
