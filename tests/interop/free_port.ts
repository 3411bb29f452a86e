/** Ports for programs that cannot be told to listen on 0. @module */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";

/** Below the ports that systems give to connections: there, one that is tried too early would meet itself. */
const LEAST = 10_000;
const COUNT = 20_000;

/** A port of this machine on which nobody listens, by TCP or UDP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LEAST + Math.floor(Math.random() * COUNT);
    const server = createServer();
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    } catch {
      continue;
    }
    server.close();
    await once(server, "close");
    if (await isFreeForDatagrams(port)) return port;
  }
}

/** Looked up, not tried: a runtime may let go of a UDP port some time after it was told to. */
async function isFreeForDatagrams(port: number): Promise<boolean> {
  const local = new RegExp(`^ *\\d+: [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, "0")} `, "m");
  const tables = await Promise.all(
    ["udp", "udp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  return !tables.some((table) => local.test(table));
}
