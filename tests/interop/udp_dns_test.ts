/** DNS through tunnels: responders and askers of other people's, and of the test's where there are none. */

import { assertEquals, test } from "#test";
import { keyFor } from "../behaviour/keys.ts";
import { ADDRESS, ASKERS, RESPONDERS } from "./dns.ts";
import { withOurServer } from "./ours.ts";
import { findLibev } from "./peers.ts";
import { withPeerServer } from "./running.ts";
import { withOurTunnel, withPeerTunnel } from "./udp_carried.ts";

const libev = findLibev();
const METHODS = ["2022-blake3-aes-256-gcm", "chacha20-ietf-poly1305", "aes-256-cfb"];

/** A way from a port of this machine to a responder. */
interface Way {
  readonly title: string;
  readonly present: boolean;
  run(responder: number, body: (port: number) => Promise<void>): Promise<void>;
}

function ours(method: string): Way {
  const keys = { method, password: keyFor(method) };
  return {
    title: `our tunnel and our server, ${method}`,
    present: true,
    run: (port, body) =>
      withOurServer(keys, (server) => withOurTunnel(keys, server.port, { host: "127.0.0.1", port }, body)),
  };
}

const LIBEV_KEYS = { method: "aes-256-gcm", password: keyFor("aes-256-gcm") };

const WAYS: readonly Way[] = [
  ...METHODS.map(ours),
  {
    title: "ss-tunnel and our server",
    present: libev.present,
    run: (port, body) =>
      withOurServer(
        LIBEV_KEYS,
        (server) =>
          withPeerTunnel(libev, ["ss-tunnel", "-u", "-L", `127.0.0.1:${port}`], LIBEV_KEYS, server.port, body),
      ),
  },
  {
    title: "our tunnel and ss-server",
    present: libev.present,
    run: (port, body) =>
      withPeerServer(
        libev,
        LIBEV_KEYS,
        (server) => withOurTunnel(LIBEV_KEYS, server, { host: "127.0.0.1", port }, body),
      ),
  },
];

for (const way of WAYS) {
  for (const responder of RESPONDERS) {
    const title = `through ${way.title}, ${responder.title} answers ${ASKERS.map(({ title }) => title).join(", ")}`;
    test(title, () =>
      responder.run((port) =>
        way.run(port, async (tunnel) => {
          for (const asker of ASKERS.filter(({ present }) => present)) {
            for (let i = 0; i < 3; i++) assertEquals(await asker.ask(tunnel), [ADDRESS], asker.title);
          }
        })
      ), { skip: !way.present || !responder.present });
  }
}
