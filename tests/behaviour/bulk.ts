/** Many bytes in one direction: never all in memory, and compared by their sums. @module */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import { noise } from "./wiring.ts";

export const MIB = 1024 * 1024;

/** Sends so many bytes, a multiple of MiB, that look random; gives their SHA-256. */
export async function sendBulk(socket: Socket, size: number, seed: number): Promise<string> {
  const hash = createHash("sha256");
  const block = noise(MIB, seed);
  for (let sent = 0; sent < size; sent += MIB) {
    // No two blocks are the same.
    new DataView(block.buffer).setUint32(0, sent);
    hash.update(block);
    await new Promise<void>((resolve) => socket.write(block, () => resolve()));
  }
  return hash.digest("hex");
}

/** Receives so many bytes; gives their SHA-256. Fails when the end comes before, or more than these come with them. */
export function receiveBulk(socket: Socket, size: number): Promise<string> {
  const hash = createHash("sha256");
  let received = 0;
  return new Promise((resolve, reject) => {
    const give = (how: string) => reject(new Error(`Expected ${size} bytes, got ${received} and ${how}`));
    socket.on("error", (cause) => give(cause.message));
    socket.on("end", () => give("the end"));
    socket.on("data", (chunk: Uint8Array) => {
      hash.update(chunk);
      received += chunk.length;
      if (received === size) resolve(hash.digest("hex"));
      else if (received > size) give("more");
    });
  });
}

/** Asks a SOCKS5 port for a connection. */
export async function dialBulk(socksPort: number, target: Endpoint): Promise<Socket> {
  const socket = connect({ port: socksPort, host: "127.0.0.1", allowHalfOpen: true });
  await once(socket, "connect");
  socket.write(Uint8Array.of(5, 1, 0));
  await once(socket, "data");
  socket.write(Uint8Array.of(5, 1, 0, ...putAddress(target)));
  const [reply] = await once(socket, "data");
  if (reply.length === 10 && reply[1] === 0) return socket;
  throw new Error(`Expected a connection, got the reply ${[...reply]}`);
}

/** A target that is handed one connection after another. */
export interface BulkOrigin {
  readonly port: number;
  /** The next connection; asked for before it is dialled. */
  accept(): Promise<Socket>;
  /** Closes the port; its connections must have been let go. */
  close(): Promise<void>;
}

/** Listens on an address of this machine. */
export async function listenBulk(host: string): Promise<BulkOrigin> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async accept() {
      const [socket]: Socket[] = await once(server, "connection");
      return socket!;
    },
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}

/** Lets go of a socket and waits until it is gone. */
export async function letGo(socket: Socket): Promise<void> {
  if (socket.closed) return;
  const closed = once(socket, "close");
  socket.destroy();
  await closed;
}
