/** A plain relay by Deno's own sockets, which does a runtime's part and nothing else: `deno_relay.ts PORT TARGET`. @module */

/** What a connection begins with, and what it gets when that was full once. */
const SMALL = 2 * 1024;
const LARGE = 64 * 1024;

async function pump(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
  let buffer = new Uint8Array(SMALL);
  for (let got = await from.read(buffer); got !== null; got = await from.read(buffer)) {
    for (let sent = 0; sent < got;) sent += await to.write(buffer.subarray(sent, got));
    if (got === SMALL) buffer = new Uint8Array(LARGE);
  }
  await to.closeWrite();
}

async function relay(client: Deno.TcpConn, port: number): Promise<void> {
  const origin = await Deno.connect({ hostname: "127.0.0.1", port });
  client.setNoDelay();
  origin.setNoDelay();
  await Promise.allSettled([pump(client, origin), pump(origin, client)]);
  client.close();
  origin.close();
}

const [port = 0, target = 0] = Deno.args.map(Number);
for await (const client of Deno.listen({ hostname: "127.0.0.1", port })) {
  // A target that refuses ends this connection, not the relay.
  relay(client, target).catch(() => client.close());
}
