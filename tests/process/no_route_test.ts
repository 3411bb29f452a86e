/** What is not reached because there is no way to it: tried where there is no network but the machine's own. */

import { assertStringIncludes, test } from "#test";
import { startProcess, umbra } from "./started.ts";

/** Namespaces of the script's own: without networks, and gone with all that it started when it ends. */
const NAMESPACE = ["unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"];

/** Runs the program and asks it, as an application, for a connection. */
const SCRIPT = `
  ip link set lo up
  "$@" &
  curl -sS -m 20 --retry 20 --retry-delay 1 --retry-connrefused --socks5 127.0.0.1 http://127.0.0.1/
`;

/** What an application is told when the program's server is at an address that nothing leads to. */
async function outputFor(server: string): Promise<string> {
  const program = umbra("local", "-s", server, "-k", "a key", "-m", "aes-128-gcm", "-l", "1080", "-q");
  const shell = startProcess([...NAMESPACE, "sh", "-c", SCRIPT, "sh", ...program]);
  try {
    await shell.ended();
    return shell.err;
  } finally {
    await shell.kill();
  }
}

for (const server of ["192.0.2.77", "2001:db8::77"]) {
  test(`without a route to the server ${server} the reply is 3`, async () => {
    const output = await outputFor(server);
    if (/unshare: (?:unshare|write) failed/.test(output)) return console.error(`NOT RUN: ${output}`);
    assertStringIncludes(output, "(3)");
  });
}
