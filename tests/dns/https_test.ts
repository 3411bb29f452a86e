/** Queries by HTTPS. */

import { assert, assertEquals, assertRejects, test } from "#test";
import { httpsExchange } from "../../dns/https.ts";
import { putQuery } from "../../dns/query.ts";
import { createResolver } from "../../dns/resolver.ts";
import { parseServers } from "../../dns/servers.ts";
import { ResolveError } from "../../dns/types.ts";
import { withFakeClock } from "../net/fake_clock.ts";
import { TestFiles } from "./script.ts";
import { address, questionOf, reply } from "./written.ts";

const MEDIA_TYPE = { "content-type": "application/dns-message" };
const [server] = parseServers(["https://dns.example/"]);
const query = putQuery({ name: "a.example", type: "A" }, 0);

/** One exchange in which the server answers so. */
function exchange(response: Response | Promise<Response>, timeout = 5): Promise<Uint8Array> {
  const limits = { timeout, signal: new AbortController().signal };
  return httpsExchange(() => Promise.resolve(response))(server!, query, limits);
}

/** A response with this body. */
function response(body: Uint8Array, init: ResponseInit = { headers: MEDIA_TYPE }): Response {
  return new Response(Uint8Array.from(body), init);
}

test("a query is posted with id 0, and redirects are not followed", async () => {
  const asked: { url: string; init: RequestInit; body: Uint8Array }[] = [];
  const https = httpsExchange((url, init) => {
    assert(init.body instanceof Uint8Array);
    asked.push({ url, init, body: init.body });
    return Promise.resolve(
      response(reply(init.body, { answers: [address(questionOf(init.body).name, "2001:db8::1")] })),
    );
  });
  const resolver = createResolver({
    servers: ["https://dns.example/"],
    ipv6Only: true,
    files: new TestFiles(),
    exchanges: { https },
  });
  assertEquals((await resolver.resolve("a.example")).addresses, ["2001:db8::1"]);
  const [{ url, init, body } = { url: "", init: {}, body: new Uint8Array() }] = asked;
  assertEquals([url, init.method, init.redirect], ["https://dns.example/dns-query", "POST", "error"]);
  assertEquals([body[0], body[1]], [0, 0]);
});

test("what is no DNS message is an error of the server", async () => {
  const good = reply(query, {});
  assertEquals((await exchange(response(good))).length, good.length);
  const bad = [
    response(good, { headers: { "content-type": "text/html" } }),
    response(good, { status: 503, headers: MEDIA_TYPE }),
    response(good.subarray(0, 11)),
    response(new Uint8Array(70_000)),
    new Response(null, { headers: MEDIA_TYPE }),
    Promise.reject(new TypeError("connection refused")),
  ];
  for (const it of bad) assertEquals((await assertRejects(() => exchange(it), ResolveError)).fault, "server");
});

test("a server that does not answer is given up", async () => {
  await withFakeClock(async (clock) => {
    const https = httpsExchange((_url, { signal }) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)))
    );
    const limits = { timeout: 2, signal: new AbortController().signal };
    const failing = assertRejects(() => https(server!, query, limits), ResolveError);
    await clock.advance(2.1);
    assertEquals((await failing).fault, "timeout");
  });
});
