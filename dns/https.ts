/** Queries by HTTPS (RFC 8484). @module */

import { type Exchange, noAnswer, noExchange, type Server, whenOver } from "./exchange.ts";
import { answers } from "./query.ts";
import { MAX_MESSAGE } from "./reply.ts";
import { ResolveError } from "./types.ts";

const MEDIA_TYPE = "application/dns-message";

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Asks by HTTPS; the runtime checks the certificate and keeps connections for the next query. */
export function httpsExchange(fetchIt: Fetch = (url, init) => fetch(url, init)): Exchange {
  return async (server, query, limits) => {
    const giveUp = new AbortController();
    const done = whenOver(limits, () => giveUp.abort());
    try {
      return await post(fetchIt, server, query, giveUp.signal);
    } catch (cause) {
      throw giveUp.signal.aborted ? noAnswer(server, limits) : noExchange(server, cause);
    } finally {
      done();
    }
  };
}

async function post(fetchIt: Fetch, server: Server, query: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const headers = { "content-type": MEDIA_TYPE, accept: MEDIA_TYPE };
  const body = Uint8Array.from(query);
  const response = await fetchIt(server.url, { method: "POST", headers, body, redirect: "error", signal });
  if (response.status !== 200 || response.headers.get("content-type") !== MEDIA_TYPE) {
    await response.body?.cancel();
    throw new ResolveError("server", `Cannot use the reply of ${server.url}: status ${response.status}`);
  }
  const message = await readBody(response);
  if (!answers(query, message)) throw new ResolveError("server", `Cannot use the reply of ${server.url}`);
  return message;
}

/** The bytes of a body, of which no more is read than a message may have. */
async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) throw new ResolveError("server", "Cannot read a DNS reply: it is empty");
  for (let it = await reader.read(); !it.done; it = await reader.read()) {
    length += it.value.length;
    if (length > MAX_MESSAGE) {
      await reader.cancel();
      throw new ResolveError("server", `Cannot read a DNS reply: it has more than ${MAX_MESSAGE} bytes`);
    }
    chunks.push(it.value);
  }
  const message = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    message.set(chunk, offset);
    offset += chunk.length;
  }
  return message;
}
