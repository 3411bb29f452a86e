import { SocketError } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import { AddressError } from "../../relay/address.ts";
import { ConnectionError, type Status } from "../../relay/errors.ts";
import { HandshakeLimit } from "../../relay/handshake.ts";
import { socksInbound } from "../../relay/inbound/socks.ts";
import type { Request } from "../../relay/request.ts";
import { readAll } from "../net/pair.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { MemoryStream } from "./memory_stream.ts";
import { play } from "./socks_played.ts";

const GREETING = "050100";
const SUCCEEDED = "05000001000000000000";
/** CONNECT to example.com:443. */
const REQUEST = "05010003" + "0b6578616d706c652e636f6d" + "01bb";

const proceed = (request: Request) => request.proceed();

test("CONNECT to a name, an IPv4 and an IPv6 address reaches the route, and is answered when that proceeds", async () => {
  const targets: [string, { host: string; port: number }][] = [
    [REQUEST, { host: "example.com", port: 443 }],
    ["05010001" + "c0000207" + "0050", { host: "192.0.2.7", port: 80 }],
    ["05010004" + "20010db8000000000000000000000001" + "ffff", { host: "2001:db8::1", port: 65535 }],
    ["05010003" + "ff" + "61".repeat(255) + "0001", { host: "a".repeat(255), port: 1 }],
  ];
  for (const [hex, target] of targets) {
    // As one chunk with the greeting, as sockets may bring it; and byte by byte.
    for (const chunk of [Infinity, 1, 2, 3]) {
      const { answer, request, failure } = await play(GREETING + hex, proceed, chunk);
      assertEquals([request?.target, answer, failure], [target, "0500" + SUCCEEDED, null]);
    }
  }
});

test("Nothing but the choice of method is said before the route proceeds", async () => {
  const { answer, request } = await play(GREETING + REQUEST, () => Promise.resolve());
  assertEquals([request?.target.port, answer], [443, "0500"]);
});

test("Any number of methods may be offered, ours among them at any place", async () => {
  for (let count = 1; count <= 255; count++) {
    const methods = Array.from({ length: count }, (_, i) => i === count - 1 ? 0 : 1 + i % 200);
    const { answer } = await play("05" + toHex(Uint8Array.of(count, ...methods)) + REQUEST, proceed);
    assertEquals(answer, "0500" + SUCCEEDED, `${count} methods`);
  }
});

test("An application that does not offer to go without authentication is told so, and no more", async () => {
  for (const greeting of ["0500", "050102", "05020102", "05ff" + "80".repeat(255)]) {
    const { answer, request, failure } = await play(greeting + REQUEST, proceed);
    assertEquals([answer, request], ["05ff", null], greeting);
    assertProtocol(failure);
  }
});

test("Every command that is not served is answered 07, UDP ASSOCIATE too where nobody serves it", async () => {
  for (const command of ["00", "02", "03", "04", "ff"]) {
    const { answer, request, failure } = await play(GREETING + `05${command}0001` + "c0000207" + "0050", proceed);
    assertEquals([answer, request], ["0500" + "05070001000000000000", null], command);
    assertProtocol(failure);
  }
});

test("An address that is of another type, empty or no name is answered 08", async () => {
  for (const address of ["09c00002070050", "00", "0300", "0303610062" + "0050"]) {
    const { answer, request, failure } = await play(GREETING + "050100" + address, proceed);
    assertEquals([answer, request], ["0500" + "05080001000000000000", null], address);
    assert(failure instanceof AddressError, String(failure));
  }
});

test("Another version is not answered", async () => {
  // SOCKS4, an HTTP proxy's client, TLS.
  for (const hex of ["04010050c000020700", toHex(new TextEncoder().encode("CONNECT a:1 HTTP/1.1\r\n\r\n")), "160301"]) {
    const { answer, request, failure } = await play(hex, proceed);
    assertEquals([answer, request], ["", null], hex);
    assertProtocol(failure);
  }
  const { answer, failure } = await play(GREETING + "04" + REQUEST.slice(2), proceed);
  assertEquals(answer, "0500");
  assertProtocol(failure);
});

test("A handshake that ends early is truncated, wherever it ends", async () => {
  const whole = GREETING + REQUEST;
  for (let size = 0; size < whole.length / 2; size++) {
    const { request, answer, failure } = await play(whole.slice(0, 2 * size), proceed);
    assertEquals([request, answer], [null, size < 3 ? "" : "0500"], `${size} bytes`);
    assert(failure instanceof ConnectionError && failure.status === "truncated", `${size} bytes: ${failure}`);
  }
});

test("What comes with the request is the first payload, and what comes later is the stream's", async () => {
  for (const payload of ["", "00", "68656c6c6f", "05".repeat(300)]) {
    for (const chunk of [1, 4, Infinity]) {
      let got = "";
      await play(GREETING + REQUEST + payload, async ({ stream }) => {
        got = toHex(await readAll(stream));
      }, chunk);
      assertEquals(got, payload);
    }
  }
});

test("A wish that is refused is answered with the reply of its reason, and then the end", async () => {
  const replies: Partial<Record<Status, string>> = {
    "refused": "05",
    "resolve": "04",
    "host-unreachable": "04",
    "network-unreachable": "03",
    "timeout": "06",
    "denied": "02",
    "reset": "01",
    "failed": "01",
    "stopped": "01",
    "peer-closed": "01",
    "authentication": "01",
  };
  for (const [status, code] of Object.entries(replies) as [Status, string][]) {
    const { answer, failure } = await play(GREETING + REQUEST, (request) => request.reject(status));
    assertEquals([answer, failure], ["0500" + `05${code}0001000000000000`, null], status);
  }
});

test("An application that resets the connection in the middle is an error of its connection", async () => {
  const [application, stream] = MemoryStream.pair();
  const limit = new HandshakeLimit(stream, 60);
  await application.write(fromHex(GREETING));
  const handling = assertRejects(
    () => socksInbound().handle(stream, async (wish) => await proceed(wish), limit),
    SocketError,
  );
  assertEquals(toHex((await application.next())!), "0500");
  application.abort();
  assertEquals((await handling).fault, "reset");
  limit.cancel();
});

function assertProtocol(failure: unknown): void {
  assert(failure instanceof ConnectionError, String(failure));
  assertEquals(failure.status, "protocol");
}
