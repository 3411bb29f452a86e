import { assert, assertEquals, test } from "#test";
import { type Status, toConnectionError } from "../../relay/errors.ts";
import { connectByHttp, MAX_HEADER } from "../../relay/outbound/http_client.ts";
import { randomBytes, seeded } from "../crypto/random.ts";
import { type Asked, askProxy } from "./scripted_proxy.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const GOOD = "HTTP/1.1 200 Connection established\r\n\r\n";

/** Asks a proxy that answers with a text. */
function ask(answer: string, options: Parameters<typeof askProxy>[2] = {}): Promise<Asked> {
  return askProxy(connectByHttp, encoder.encode(answer), options);
}

test("the request names the target twice and nothing else", async () => {
  for (const [host, authority] of [["example.com", "example.com:443"], ["2001:db8::1", "[2001:db8::1]:443"]] as const) {
    const { said, failure } = await ask(GOOD, { target: { host, port: 443 } });
    assertEquals(decoder.decode(said), `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    assertEquals(failure, null);
  }
});

test("a user and a password go as Basic, in UTF-8", async () => {
  const { said } = await ask(GOOD, { user: "Aladdin", password: "open sesame" });
  assert(decoder.decode(said).includes("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"));
  const umlaut = await ask(GOOD, { user: "test", password: "123£" });
  assert(decoder.decode(umlaut.said).includes("Basic dGVzdDoxMjPCow==\r\n"));
  const colon = await ask(GOOD, { user: "a:b", password: "c" });
  assertEquals([colon.said.length, colon.failure?.status], [0, "failed"]);
});

test("a target that would break the request's lines is never sent", async () => {
  for (const host of ["a\r\nX: y", "a b", "a/b", "user@a", "a?b", "a#b", "a\u0000b", "a\u0085b", "a\\b"]) {
    const { said, failure } = await ask(GOOD, { target: { host, port: 80 } });
    assertEquals([said.length, failure?.status], [0, "protocol"], host);
  }
});

test("bytes behind the header are the target's, however they come", async () => {
  const headers = [
    GOOD,
    "HTTP/1.0 200\r\n\r\n",
    "HTTP/1.1 204 \r\nVia: 1.1 a\r\nX: y\r\n\r\n",
    "HTTP/1.1 200 OK\n\n",
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${GOOD}`,
  ];
  for (const header of headers) {
    for (const rest of ["", "\r\n", "\r\n\r\n220 ready\r\n"]) {
      for (const chunk of [1, 2, 3, 7, Infinity]) {
        const { behind } = await ask(header + rest, { chunk });
        assertEquals(decoder.decode(behind!), rest, `${header} in pieces of ${chunk}`);
      }
    }
  }
});

test("every refusal has its status", async () => {
  const refusals: [number, Status][] = [
    [301, "failed"],
    [400, "failed"],
    [401, "denied"],
    [403, "denied"],
    [404, "failed"],
    [407, "denied"],
    [500, "failed"],
    [502, "host-unreachable"],
    [503, "host-unreachable"],
    [504, "timeout"],
    [999, "failed"],
  ];
  for (const [code, status] of refusals) {
    const { failure } = await ask(`HTTP/1.1 ${code} Whatever\r\nContent-Length: 2\r\n\r\nno`);
    assertEquals(failure?.status, status);
    assert(failure!.message.includes(`status ${code}`) && !failure!.message.includes("Whatever"));
  }
  const { failure } = await ask("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n", {
    user: "a",
    password: "s3cret",
  });
  assert(failure!.message.includes("authentication") && !failure!.message.includes("s3cret"));
});

test("what is not HTTP/1 is none of a proxy", async () => {
  for (
    const answer of [
      "\r\n\r\n",
      "HTTP/2 200\r\n\r\n",
      "HTTP/1.1 20\r\n\r\n",
      "HTTP/1.1 2000\r\n\r\n",
      "SSH-2.0-x\r\n\r\n",
    ]
  ) {
    assertEquals((await ask(answer)).failure?.status, "protocol", answer);
  }
});

test("an answer that does not end is read up to its bound and no further", async () => {
  const fits = `HTTP/1.1 200 OK\r\nX: ${"a".repeat(MAX_HEADER - 24)}\r\n\r\n`;
  assertEquals(fits.length, MAX_HEADER);
  assertEquals((await ask(fits, { chunk: 1000 })).failure, null);
  for (const chunk of [1000, Infinity]) {
    assertEquals((await ask(fits.replace("X", "XX"), { chunk })).failure?.status, "protocol");
    assertEquals((await ask(`HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(50_000)}`, { chunk })).failure?.status, "protocol");
    assertEquals((await ask("HTTP/1.1 100 Go on\r\n\r\n".repeat(10_000), { chunk })).failure?.status, "protocol");
  }
});

test("a proxy that ends early is truncated, wherever it ends", async () => {
  for (let size = 0; size < GOOD.length; size++) {
    assertEquals((await ask(GOOD.slice(0, size))).failure?.status, "truncated");
  }
});

test("any bytes at all connect or fail, and nothing hangs or breaks", async () => {
  const below = seeded(6);
  const pieces = ["HTTP/1.1", " ", "200", "407", "100", "\r", "\n", "\r\n", "\r\n\r\n", ":", "X: y"];
  for (let i = 0; i < 3000; i++) {
    const noise = below(2) === 0 ? randomBytes(below, below(16)) : new Uint8Array(0);
    const text = Array.from({ length: below(12) }, () => pieces[below(pieces.length)]).join("");
    const bytes = new Uint8Array([...encoder.encode(text), ...noise]);
    await askProxy(connectByHttp, bytes, { chunk: 1 + below(9) }).catch(toConnectionError);
  }
});
