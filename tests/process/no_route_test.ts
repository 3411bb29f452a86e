/** What is not reached because there is no way to it: tried where there is no network but the machine's own. */

import { assertStringIncludes, test } from "#test";
import { isolatedScript, namespaces } from "./namespace.ts";
import { startProcess, umbra } from "./started.ts";

/** Runs the program and asks it, as an application, for a connection. */
const SCRIPT = `
  "$@" &
  curl -sS -m 20 --retry 20 --retry-delay 1 --retry-connrefused --socks5 127.0.0.1 http://127.0.0.1/
`;

/** What an application is told when the program's server is at an address that nothing leads to. */
async function outputFor(server: string): Promise<string> {
  const program = umbra("local", "-s", server, "-m", "chacha20-ietf-poly1305", "-k", "a key", "-q");
  const shell = startProcess(isolatedScript(SCRIPT, program));
  try {
    await shell.ended();
    return shell.err;
  } finally {
    await shell.kill();
  }
}

for (const server of ["192.0.2.77", "2001:db8::77"]) {
  test(`without a route to the server ${server} the reply is 3`, async () => {
    assertStringIncludes(await outputFor(server), "(3)");
  }, { skip: !namespaces });
}
