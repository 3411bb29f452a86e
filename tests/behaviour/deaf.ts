/** A port that never answers a connection: it belongs to a process that has been stopped, and its queue is full. @module */

import { connect, SocketError, type Stream } from "#net";
import { command, startProcess } from "../process/started.ts";

/** Seconds within which this machine accepts where there is room. */
const ACCEPTS_WITHIN = 0.3;

/** Runs the body with a port on which connections hang. */
export async function withDeafPort(body: (port: number) => Promise<void>): Promise<void> {
  const listener = startProcess(command("tests/behaviour/deaf_listener.ts"));
  const queued: Stream[] = [];
  try {
    const port = Number((await listener.line(/^\d+$/m))[0]);
    listener.signal("SIGSTOP");
    for (let stream = await join(port); stream !== null; stream = await join(port)) queued.push(stream);
    await body(port);
  } finally {
    for (const stream of queued) stream.close();
    await listener.kill();
  }
}

/** One more connection, or null when the queue has no room for it. */
async function join(port: number): Promise<Stream | null> {
  try {
    return await connect({ host: "127.0.0.1", port, timeout: ACCEPTS_WITHIN, keepalive: 60 });
  } catch (cause) {
    if (cause instanceof SocketError && cause.fault === "timeout") return null;
    throw cause;
  }
}
