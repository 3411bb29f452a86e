/** An HTTP proxy that knows CONNECT and no more, by the runtimes' own sockets. @module */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What a proxy was asked. */
export interface HttpProxy {
  readonly port: number;
  /** The authority of each CONNECT, in order. */
  readonly asked: string[];
}

/** Runs the body with a proxy that lets in whoever has this `user:password`, if one is given. */
export async function withHttpProxy(
  login: string | null,
  body: (proxy: HttpProxy) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(keep(socket), login, asked, keep));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await body({ port: (server.address() as AddressInfo).port, asked });
  } finally {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }
}

function serve(client: Socket, login: string | null, asked: string[], keep: (socket: Socket) => Socket): void {
  let head = "";
  const onData = (chunk: Uint8Array) => {
    head += Buffer.from(chunk).toString("latin1");
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    client.off("data", onData).pause();
    if (login !== null && !head.includes(`Proxy-Authorization: Basic ${btoa(login)}\r\n`)) {
      client.end("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic\r\n\r\n");
      return;
    }
    const authority = head.slice("CONNECT ".length, head.indexOf(" HTTP"));
    asked.push(authority);
    join(client, authority, Buffer.from(head.slice(end + 4), "latin1"), keep);
  };
  client.on("data", onData);
}

/** Connects, and joins both ends. */
function join(client: Socket, authority: string, first: Uint8Array, keep: (socket: Socket) => Socket): void {
  const at = authority.lastIndexOf(":");
  const target = keep(
    connect({ host: authority.slice(0, at), port: Number(authority.slice(at + 1)), allowHalfOpen: true }),
  );
  target.on("error", () => client.end("HTTP/1.1 502 Not there\r\n\r\n"));
  target.on("connect", () => {
    client.write("HTTP/1.1 200 Connected\r\nVia: test\r\n\r\n");
    if (first.length > 0) target.write(first);
    client.pipe(target);
    target.pipe(client);
    client.resume();
  });
}
