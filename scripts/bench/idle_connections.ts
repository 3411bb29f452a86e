/** Connections that have asked once and then wait. @module */

/** One request, whose connection stays. */
const REQUEST = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: origin\r\n\r\n");

/** Connections that are opened at once. */
const STEP = 50;

/** Opens connections through a port to an HTTP origin, asks once on each, and holds them until they are closed. */
export async function holdIdle(port: number, count: number): Promise<{ close(): void }> {
  const held: Deno.TcpConn[] = [];
  const close = () => held.forEach((connection) => connection.close());
  try {
    while (held.length < count) {
      const step = Array.from({ length: Math.min(STEP, count - held.length) }, () => openIdle(port));
      for (const settled of await Promise.allSettled(step)) {
        if (settled.status === "rejected") throw settled.reason;
        held.push(settled.value);
      }
    }
    return { close };
  } catch (cause) {
    close();
    throw new Error(`Cannot hold ${count} connections: the one after ${held.length} failed`, { cause });
  }
}

async function openIdle(port: number): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(REQUEST);
  if (await connection.read(new Uint8Array(512)) === null) throw new Error("Cannot ask: the connection ended");
  return connection;
}
