/** TLS: a server whose certificate is good is asked, and no other. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { connectTls, SocketError } from "#net";
import { assertEquals, assertRejects, test } from "#test";
import { framed, readMessage } from "../../dns/tcp.ts";
import { putQuery } from "../../dns/query.ts";
import { parseReply } from "../../dns/reply.ts";
import { address, questionOf, reply } from "./written.ts";

/** One of the files beside this one: a certificate for dns.test and 127.0.0.1, good for a hundred years, and its kin. */
function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}.pem`, import.meta.url), "utf8");
}

const authorities = [fixture("authority")];

/** Runs the body with the port of a server that answers one query a connection. */
async function withServer(body: (port: number) => Promise<void>): Promise<void> {
  const server = createServer({ key: fixture("server_key"), cert: fixture("server") }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", (data: Uint8Array) => {
      const query = data.slice(2);
      const bytes = framed(reply(query, { answers: [address(questionOf(query).name, "192.0.2.1")] }));
      // In two pieces, as it may come.
      socket.write(bytes.slice(0, 1));
      socket.write(bytes.slice(1));
    });
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await body((server.address() as AddressInfo).port);
  } finally {
    server.close();
    await once(server, "close");
  }
}

const common = { host: "127.0.0.1", timeout: 5, keepalive: 60 };

test("a server whose certificate bears the name is asked", async () => {
  await withServer(async (port) => {
    for (const name of ["dns.test", "127.0.0.1"]) {
      const stream = await connectTls({ ...common, port, name, authorities });
      const query = putQuery({ name: "a.example", type: "A" }, 5);
      await stream.write(framed(query));
      assertEquals(parseReply(await readMessage(stream, query)).answers.length, 1);
      stream.close();
    }
  });
});

test("a certificate of another name, or by an authority that nobody trusts, is refused", async () => {
  await withServer(async (port) => {
    await assertRejects(() => connectTls({ ...common, port, name: "other.test", authorities }), SocketError);
    await assertRejects(() => connectTls({ ...common, port, name: "dns.test" }), SocketError);
  });
});

test("a server that never shakes hands gives up in time", async () => {
  const { createServer: createPlain } = await import("node:net");
  const silent = createPlain((socket) => socket.on("error", () => {}).resume());
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const error = await assertRejects(
    () => connectTls({ ...common, port, name: "dns.test", timeout: 0.2 }),
    SocketError,
  );
  assertEquals(error.fault, "timeout");
  silent.close();
  await once(silent, "close");
});
