/** Signals to the real program: another config, a line of figures, and what systemd would be told. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { assert, assertEquals, assertMatch, test } from "#test";
import { freePort } from "../interop/free_port.ts";
import { skip, withListener } from "../net/notify_listener.ts";
import { listenEcho, serves } from "../service/reloads.ts";
import { type Started, startProcess, umbra } from "./started.ts";

const METHOD = "chacha20-ietf-poly1305";

/** A server's file, for one port with one password. */
function fileOf(port: number, password: string): string {
  return JSON.stringify({
    server: "127.0.0.1",
    server_port: port,
    method: METHOD,
    password,
    allow_private: true,
    handshake_timeout: 0.5,
  });
}

/** Runs the body with a server of this file, which the body may change. */
async function withFile(
  text: string,
  body: (server: Started, change: (text: string) => Promise<void>) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-reload-`);
  const path = `${folder}/server.json`;
  try {
    await writeFile(path, text);
    const server = startProcess(umbra("server", "-c", path), { env });
    try {
      await server.line(/listening/);
      await body(server, (text) => writeFile(path, text));
      server.signal("SIGTERM");
      assertEquals(await server.ended(), 0, server.err);
    } finally {
      await server.kill();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("SIGHUP has the program take its file again, refuse a broken one, and go on", async () => {
  const [first, second] = [await freePort(), await freePort()];
  const echo = await listenEcho();
  const at = (port: number, password: string) => ({ host: "127.0.0.1", port, method: METHOD, password });
  try {
    await withFile(fileOf(first, "of today"), async (server, change) => {
      assert(await serves(at(first, "of today"), echo));
      await change(fileOf(second, "of another day"));
      server.signal("SIGHUP");
      await server.line(/INFO reloaded changes=2/);
      assertMatch(server.err, new RegExp(`INFO port-closed role=server address=127\\.0\\.0\\.1:${first}\\n`));
      assert(await serves(at(second, "of another day"), echo));
      await change("{ broken");
      server.signal("SIGHUP");
      await server.line(/ERROR reload-refused message=".*server\.json/);
      assert(await serves(at(second, "of another day"), echo));
      server.signal("SIGUSR2");
      const [line] = await server.line(/ status .*\n/);
      assertMatch(line, new RegExp(`ports=server:127\\.0\\.0\\.1:${second} open=\\d accepted=3 .* up=3 down=3 `));
      assertMatch(line, /memory=\d{7,}\n/);
      assert(!server.err.includes("of another day"));
    });
  } finally {
    await echo.close();
  }
});

test("systemd is told what happens, in the order in which it does", async () => {
  const name = `@umbra-test-${crypto.randomUUID()}`;
  const port = await freePort();
  await withListener(name, async (line) => {
    await withFile(fileOf(port, "of today"), async (server) => {
      await line(/^'READY=1\\nSTATUS=Serving server 127\.0\.0\.1:\d+'$/m);
      server.signal("SIGHUP");
      await line(/^'RELOADING=1\\nMONOTONIC_USEC=\d+\\nSTATUS=.*'\n'READY=1.*'$/m);
    }, { NOTIFY_SOCKET: name });
    await line(/^'STOPPING=1\\n.*'$/m);
  });
}, { skip });
