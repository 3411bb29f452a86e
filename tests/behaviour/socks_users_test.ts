/** A SOCKS5 port that serves its users alone, over real sockets. */

import { assert, assertEquals, assertRejects, test } from "#test";
import { ConfigError, type LocalEntry } from "../../config/types.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import { withReloading } from "../service/reloads.ts";
import { withStarted } from "./datagrams.ts";
import { Peer } from "./peer.ts";
import { until } from "./until.ts";
import { localFor, serverAt, through } from "./wiring.ts";

const ANN = { user: "ann", password: "of ann" };
const BOB = { user: "bob", password: "of bob" };
const CONNECT = 1;
const UDP_ASSOCIATE = 3;

function localOf(server: number, credentials: LocalEntry["credentials"]): LocalEntry {
  return { ...localFor(serverAt(server)), ...(credentials && { credentials }) };
}

/** Gives a name and a password and asks for something; the connection, and the reply's code where there is one. */
async function ask(port: number, who: typeof ANN, command: number, target: Endpoint) {
  return await askOver(await Peer.connect(port), who, command, target);
}

async function askOver(peer: Peer, { user, password }: typeof ANN, command: number, target: Endpoint) {
  const bytes = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  await peer.send(Uint8Array.of(5, 2, 0, 2));
  assertEquals([...await peer.take(2)], [5, 2]);
  await peer.send(Uint8Array.of(1, ...bytes(user), ...bytes(password)));
  const proved = (await peer.take(2))[1] === 0;
  if (!proved) return { peer, code: null };
  await peer.send(Uint8Array.of(5, command, 0, ...putAddress(target)));
  return { peer, code: (await peer.take(10))[1]! };
}

test("users are served by CONNECT and UDP ASSOCIATE, others by neither, and the log names who it was", () =>
  withReloading(
    { servers: [serverAt(0)] },
    ({ echo, ports }) =>
      withStarted({ locals: [localOf(ports()[0]!, [ANN, BOB])] }, async ({ ports: [port], log }) => {
        const target = { host: "127.0.0.1", port: echo.port };
        for (const command of [CONNECT, UDP_ASSOCIATE]) {
          for (const [who, code] of [[ANN, 0], [{ ...ANN, password: BOB.password }, null]] as const) {
            const asked = await ask(port!, who, command, target);
            assertEquals(asked.code, code);
            if (code === null) assertEquals((await asked.peer.rest()).end, "fin");
            await asked.peer.close();
          }
        }
        const closed = await log.wait("closed", 4);
        const seen = closed.map(({ fields: { user, status } }) => `${user} ${status}`);
        assertEquals(seen.sort(), ["ann ok", "ann ok", "undefined authentication", "undefined authentication"]);
        const said = JSON.stringify(log.events);
        assert(!said.includes(ANN.password) && !said.includes(BOB.password));
      }),
  ));

test("a user that is taken away loses its connections, and a port without users serves everybody again", () =>
  withReloading({ servers: [serverAt(0)] }, ({ echo, ports: servers }) => {
    const server = servers()[0]!;
    const target = { host: "127.0.0.1", port: echo.port };
    return withReloading({ locals: [localOf(server, [ANN, BOB])] }, async ({ apply, ports, service }) => {
      const port = ports()[0]!;
      const ann = await ask(port, ANN, CONNECT, target);
      const bob = await ask(port, BOB, CONNECT, target);
      const silent = [await Peer.connect(port), await Peer.connect(port)];
      await until(() => service.counters.active === 4);
      await apply({ locals: [localOf(server, [BOB])] });
      assertEquals((await ann.peer.rest()).end, "reset");
      await bob.peer.send(Uint8Array.of(1));
      assertEquals([...await bob.peer.take(1)], [1]);
      const late = await ask(port, ANN, CONNECT, target);
      assertEquals(late.code, null);
      // Nor is one served that had come before, and says only now who it is.
      for (const peer of silent) assertEquals((await askOver(peer, ANN, UDP_ASSOCIATE, target)).code, null);
      await apply({ locals: [localOf(server, undefined)] });
      const open = await through({ port }, echo.port);
      for (const peer of [open, late.peer, bob.peer, ann.peer, ...silent]) await peer.close();
    });
  }));

test("credentials that no application could send are refused before any port is opened", async () => {
  const credentials = [{ user: "ann", password: "x".repeat(256) }];
  await assertRejects(() => withStarted({ locals: [localOf(1, credentials)] }, () => Promise.resolve()), ConfigError);
});
