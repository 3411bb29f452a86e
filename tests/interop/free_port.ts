/** Ports for programs that cannot be told to listen on 0. @module */

import { createSocket } from "node:dgram";
import { once } from "node:events";
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

async function isFreeForDatagrams(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    socket.bind(port, "127.0.0.1");
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    await new Promise<void>((resolve) => socket.close(resolve));
  }
}
