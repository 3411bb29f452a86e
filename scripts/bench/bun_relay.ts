/** A plain relay by Bun's own sockets, which does a runtime's part and nothing else: `bun_relay.ts PORT TARGET`. @module */

import type { Socket, SocketHandler } from "bun";

/** A socket's other end, and what that did not take yet. */
interface Way {
  other: Socket<Way> | null;
  readonly early: Uint8Array[];
  unsent: Uint8Array | null;
  ended: boolean;
}

const newWay = (other: Socket<Way> | null): Way => ({ other, early: [], unsent: null, ended: false });

/** Sends on what a socket received; while the other end does not take all, nothing more is read. */
function forward(from: Socket<Way>, to: Socket<Way>, bytes: Uint8Array): void {
  const sent = Math.max(0, to.write(bytes));
  if (sent === bytes.length) return;
  from.data.unsent = bytes.slice(sent);
  from.pause();
}

const handlers: SocketHandler<Way> = {
  data(socket, bytes) {
    if (socket.data.other === null) socket.data.early.push(bytes.slice());
    else forward(socket, socket.data.other, bytes);
  },
  drain(socket) {
    const from = socket.data.other;
    const unsent = from?.data.unsent;
    if (from === null || unsent === null || unsent === undefined) return;
    from.data.unsent = null;
    from.resume();
    forward(from, socket, unsent);
    if (from.data.ended && from.data.unsent === null) socket.shutdown();
  },
  end(socket) {
    socket.data.ended = true;
    if (socket.data.unsent === null) socket.data.other?.shutdown();
  },
  close(socket) {
    socket.data.other?.end();
  },
};

/** Dials for a client that has come, and sends on what it has sent until then. */
async function relay(client: Socket<Way>, port: number): Promise<void> {
  const options = { hostname: "127.0.0.1", port, allowHalfOpen: true, data: newWay(client), socket: handlers };
  const origin = await Bun.connect<Way>(options);
  client.data.other = origin;
  for (const bytes of client.data.early.splice(0)) forward(client, origin, bytes);
}

const [port = 0, target = 0] = Bun.argv.slice(2).map(Number);
Bun.listen<Way>({
  hostname: "127.0.0.1",
  port,
  allowHalfOpen: true,
  socket: {
    ...handlers,
    open(client) {
      client.data = newWay(null);
      // A target that refuses ends this connection, not the relay.
      relay(client, target).catch(() => client.end());
    },
  },
});
