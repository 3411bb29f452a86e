/** What SOCKS5 says about a connection that does not stand, whether the target is not reached or the server is not. */

import { assertEquals, test } from "#test";
import { ConnectionError, type Status } from "../../relay/errors.ts";
import { withDeafPort } from "./deaf.ts";
import { closedPort, listenOrigin } from "./peer.ts";
import { ask, type Proxy, serverAt, withLocal, withSocks } from "./wiring.ts";

/** No resolver asks anybody for it: a label has 63 characters at most. */
const NO_SUCH_NAME = `${"a".repeat(64)}.invalid`;

const SECOND = { limits: { connect: 0.5 } };

/** The reply to a request; after a refusal nothing but the end may come. */
async function replyTo(proxy: Proxy, host: string, port: number): Promise<number> {
  const { peer, code } = await ask(proxy, { host, port });
  try {
    if (code !== 0) assertEquals(await peer.rest(), { bytes: new Uint8Array(0), end: "fin" });
    return code;
  } finally {
    await peer.close();
  }
}

test("a target that refuses is reply 5", async () => {
  const port = await closedPort();
  await withSocks({}, async (proxy) => assertEquals(await replyTo(proxy, "127.0.0.1", port), 5));
  await withSocks({}, async (proxy) => assertEquals(await replyTo(proxy, "::1", port), 5));
  await withSocks({}, async (proxy) => assertEquals(await replyTo(proxy, "localhost", port), 5));
});

test("a name without an address is reply 4", () =>
  withSocks({}, async (proxy) => {
    assertEquals(await replyTo(proxy, NO_SUCH_NAME, 80), 4);
    assertEquals(await replyTo(proxy, "a..b", 80), 4);
  }));

test("a target that does not answer in time is reply 6", () =>
  withDeafPort((port) => withSocks(SECOND, async (proxy) => assertEquals(await replyTo(proxy, "127.0.0.1", port), 6))));

// No route, reply 3: see tests/process/no_route_test.ts.

test("a server that refuses is reply 5", async () => {
  const server = serverAt(await closedPort());
  await withLocal(server, {}, async (proxy) => assertEquals(await replyTo(proxy, "127.0.0.1", 80), 5));
});

test("a server whose name has no address is reply 4", () =>
  withLocal({ ...serverAt(80), host: NO_SUCH_NAME }, {}, async (proxy) => {
    assertEquals(await replyTo(proxy, "127.0.0.1", 80), 4);
  }));

test("a server that does not answer in time is reply 6", () =>
  withDeafPort((port) =>
    withLocal(serverAt(port), SECOND, async (proxy) => assertEquals(await replyTo(proxy, "127.0.0.1", 80), 6))
  ));

test("every way to fail has its reply", async () => {
  const replies: Partial<Record<Status, number>> = {
    "denied": 2,
    "network-unreachable": 3,
    "host-unreachable": 4,
    "resolve": 4,
    "refused": 5,
    "timeout": 6,
    "reset": 1,
    "authentication": 1,
    "protocol": 1,
    "failed": 1,
  };
  let status: Status = "failed";
  const outbound = { dial: () => Promise.reject(new ConnectionError(status, "a test says so")) };
  await withSocks({ outbound }, async (proxy) => {
    for (const [name, code] of Object.entries(replies)) {
      status = name as Status;
      assertEquals(await replyTo(proxy, "127.0.0.1", 80), code, name);
    }
  });
});

test("a target that accepts is reply 0", async () => {
  const origin = await listenOrigin();
  const other = await listenOrigin(undefined, "::1");
  try {
    await withSocks({}, async (proxy) => {
      assertEquals(await replyTo(proxy, "127.0.0.1", origin.port), 0);
      assertEquals(await replyTo(proxy, "localhost", origin.port), 0);
      assertEquals(await replyTo(proxy, "::1", other.port), 0);
    });
  } finally {
    await origin.close();
    await other.close();
  }
});
