/** Our programs under the names and with the flags of other families, in the place of theirs. */

import { assertEquals, test } from "#test";
import { listenOrigin, Peer as Connection } from "../behaviour/peer.ts";
import { type Started, startProcess, umbra } from "../process/started.ts";
import { against } from "./both_ways.ts";
import { assertCarries } from "./carried.ts";
import { freePort } from "./free_port.ts";
import { findLibev, findPython, findRust, type Peer } from "./peers.ts";
import { withPeerLocal, withPeerServer } from "./running.ts";

const KEYS = { method: "aes-256-gcm", password: "correct horse" };
const PYTHON_KEYS = { ...KEYS, method: "aes-256-cfb" };

const python = findPython();
const libev = findLibev();
const rust = findRust();

/** Our commands in the place of a family's. */
function inPlaceOf({ title }: Peer, server: string, local: string): Peer {
  return {
    title: `ours for ${title}`,
    server: umbra(...server.split(" ")),
    local: umbra(...local.split(" ")),
    env: {},
    present: true,
  };
}

/** The families: a peer, our commands for it, and keys that both have. */
const FAMILIES = [
  [python, inPlaceOf(python, "ssserver", "sslocal"), PYTHON_KEYS],
  [libev, inPlaceOf(libev, "ss-server", "ss-local"), KEYS],
  [rust, inPlaceOf(rust, "ssservice server", "ssservice local"), KEYS],
] as const;

for (const [peer, ours, keys] of FAMILIES) {
  against(peer, "our server under its name runs its config file, for its client", () => {
    return withPeerServer(ours, keys, (port) => withPeerLocal(peer, keys, port, (socks) => assertCarries(socks)));
  });

  against(peer, "our client under its name runs its config file, to its server", () => {
    return withPeerServer(peer, keys, (port) => withPeerLocal(ours, keys, port, (socks) => assertCarries(socks)));
  });
}

/** Runs the body with a program, once it says that it serves. */
async function running(words: readonly string[], body: () => Promise<void>): Promise<void> {
  const program: Started = startProcess(words);
  try {
    await program.line(/starting \w+ at|listening (?:at|on)/);
    await body();
  } finally {
    await program.kill();
  }
}

/** Words of a command line, with the ports in their places. */
function words(text: string, ports: Readonly<Record<string, number>>): string[] {
  return text.replaceAll(/[A-Z]{4,}/g, (name) => String(ports[name] ?? name)).split(" ");
}

/** Pairs of command lines as their documentation has them: a server's, a client's. */
const LINES: readonly (readonly [Peer, string, string])[] = [
  [
    python,
    "ssserver -s 127.0.0.1 -p SERVER -k pw -m aes-256-cfb -t 300 --forbidden-ip=",
    "sslocal -s 127.0.0.1 -pSERVER -b 127.0.0.1 -lLOCAL -k pw -m aes-256-cfb -t300 -v",
  ],
  [
    libev,
    "ss-server -s 127.0.0.1 -p SERVER -k pw -m aes-256-gcm -t 60 -uv --no-delay",
    "ss-local -s 127.0.0.1 -p SERVER -l LOCAL -k pw -m aes-256-gcm -u -b 127.0.0.1",
  ],
  [
    rust,
    "ssserver -s 127.0.0.1:SERVER -m aes-256-gcm -k pw -U --tcp-no-delay",
    "sslocal -b 127.0.0.1:LOCAL -s 127.0.0.1:SERVER -m aes-256-gcm -k pw -U",
  ],
];

for (const [peer, server, local] of LINES) {
  test(`our programs understand ${peer.title}'s command lines, and each other`, async () => {
    const ports = { SERVER: await freePort(), LOCAL: await freePort() };
    await running(umbra(...words(server, ports)), () => {
      return running(umbra(...words(local, ports)), () => assertCarries(ports.LOCAL));
    });
  });
}

against(libev, "our ss-tunnel leads through its ss-server", () => {
  return withPeerServer(libev, KEYS, async (port) => {
    const origin = await listenOrigin();
    const local = await freePort();
    const line = `ss-tunnel -s 127.0.0.1 -p ${port} -l ${local} -m ${KEYS.method} -L 127.0.0.1:${origin.port} -u`;
    try {
      await running([...umbra(...line.split(" ")), "-k", KEYS.password], async () => {
        const application = await Connection.connect(local);
        await application.send(Uint8Array.of(1, 2, 3));
        const target = await origin.accept();
        assertEquals(await target.take(3), Uint8Array.of(1, 2, 3));
        await target.send(Uint8Array.of(4));
        assertEquals(await application.take(1), Uint8Array.of(4));
        await application.close();
        await target.close();
      });
    } finally {
      await origin.close();
    }
  });
});
