/** From nothing to a working proxy: the program as a person starts it. */

import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { assertEquals, assertMatch, test } from "#test";
import { isolated, namespaces } from "./namespace.ts";
import { type Started, startProcess, umbra } from "./started.ts";

const LINK = /ss:\/\/\S+(?=\n)/;
const BODY = "the origin's own words\n";

/** Runs the body with a folder for state, and the variables under which the program finds it and no key. */
async function withState(body: (file: string, env: Record<string, string>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-state-`);
  try {
    const env = { XDG_STATE_HOME: folder, UMBRA_PASSWORD: "", SS_SERVER_PASSWORD: "" };
    await body(`${folder}/umbra/server.json`, env);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the body with a program, and holds that SIGTERM ends it cleanly. */
async function running<T>(
  command: readonly string[],
  env: Record<string, string>,
  body: (program: Started) => Promise<T>,
): Promise<T> {
  const program = startProcess(command, { env });
  try {
    const result = await body(program);
    program.signal("SIGTERM");
    assertEquals(await program.ended(), 0, program.err);
    return result;
  } finally {
    await program.kill();
  }
}

test(
  "with no words at all the server makes a key, keeps it to itself, and gives the same link again",
  () =>
    withState(async (file, env) => {
      const links: string[] = [];
      for (let start = 0; start < 2; start++) {
        await running(isolated(umbra()), env, async (program) => {
          await program.line(/listening role=server address=(?:\[::\]|0\.0\.0\.0):8388/);
          links.push((await program.line(LINK))[0]);
          await program.line(/umbra local 'ss:.*'\n/);
        });
      }
      assertEquals(links[0], links[1]);
      const { password } = JSON.parse(await readFile(file, "utf8"));
      assertMatch(links[0]!, new RegExp(encodeURIComponent(password).replaceAll(/[.*+]/g, "\\$&")));
      assertEquals((await stat(file)).mode & 0o777, 0o600);
    }),
  { skip: !namespaces },
);

/** What curl fetches through a SOCKS5 port. */
async function fetched(socksPort: string, url: string): Promise<string> {
  const curl = startProcess(["curl", "-sS", "-m", "20", "--socks5-hostname", `127.0.0.1:${socksPort}`, url]);
  try {
    assertEquals(await curl.ended(), 0, curl.err);
    return curl.out;
  } finally {
    await curl.kill();
  }
}

test("a client with the server's link serves curl, by name and by address", () =>
  withState(async (_, env) => {
    const origin = createServer((_, response) => response.end(BODY));
    origin.listen(0, "127.0.0.1");
    await once(origin, "listening");
    const { port } = origin.address() as AddressInfo;
    const words = ["server", "-s", "127.0.0.1", "-p", "0", "--public-host", "127.0.0.1", "--allow-private"];
    try {
      await running(umbra(...words), env, async (server) => {
        const [link] = await server.line(LINK);
        await running(umbra("local", link, "-l", "0"), env, async (local) => {
          const [, socksPort = ""] = await local.line(/listening role=local address=127\.0\.0\.1:(\d+)/);
          assertEquals(await fetched(socksPort, `http://localhost:${port}/`), BODY);
          assertEquals(await fetched(socksPort, `http://127.0.0.1:${port}/`), BODY);
        });
      });
    } finally {
      origin.closeAllConnections();
      origin.close();
      await once(origin, "close");
    }
  }));
