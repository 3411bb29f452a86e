/** The client's half of an HTTP proxy: CONNECT (RFC 9110 §9.3.6), with Basic authentication where we have a user. @module */

import { formatEndpoint } from "../../net/hosts.ts";
import type { Endpoint, Stream } from "../../net/types.ts";
import { ConnectionError, type Status } from "../errors.ts";
import { HandshakeReader } from "../inbound/reader.ts";
import type { ProxyHop } from "./hop.ts";
import { prefixedStream } from "../prefixed_stream.ts";

/** The most bytes of a proxy's answer, interim ones and all. */
export const MAX_HEADER = 16 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** What may not stand in a request's line. */
// deno-lint-ignore no-control-regex -- control characters are what is refused
const UNFIT = /[\u0000-\u0020\u007f-\u009f/?#@\\]/;

/** What refusals mean, as far as proxies agree on it. */
const REFUSALS: Readonly<Record<number, { readonly status: Status; readonly reason: string }>> = {
  401: { status: "denied", reason: "it wants an authentication" },
  403: { status: "denied", reason: "its rules do not allow the target" },
  407: { status: "denied", reason: "it wants an authentication, or another one" },
  502: { status: "host-unreachable", reason: "it did not reach the target" },
  503: { status: "host-unreachable", reason: "it cannot reach the target now" },
  504: { status: "timeout", reason: "the target did not answer in time" },
};

const encoder = new TextEncoder();
const latin1 = new TextDecoder("latin1");

/**
 * Asks the proxy at the stream's other end for a connection to a target.
 *
 * @throws {ConnectionError} when it does not connect us; the stream is the caller's to close.
 */
export async function connectByHttp(stream: Stream, target: Endpoint, hop: ProxyHop): Promise<Stream> {
  await stream.write(encoder.encode(requestOf(target, hop)));
  const reader = new HandshakeReader(stream);
  const code = await readCode(reader);
  if (code >= 200 && code < 300) return prefixedStream(stream, reader.held);
  const { status, reason } = REFUSALS[code] ?? { status: "failed", reason: "it gave no known reason" };
  throw new ConnectionError(status, `Cannot connect through the proxy: ${reason} (status ${code})`);
}

function requestOf(target: Endpoint, { user, password = "" }: ProxyHop): string {
  const authority = formatEndpoint(target);
  if (UNFIT.test(authority)) {
    throw new ConnectionError("protocol", "Cannot connect through the proxy: the name holds bytes that no name has");
  }
  const login = user === undefined ? "" : `Proxy-Authorization: Basic ${basic(user, password)}\r\n`;
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`;
}

/** Basic credentials (RFC 7617 §2). */
function basic(user: string, password: string): string {
  if (user.includes(":")) {
    throw new ConnectionError("failed", "Cannot connect through the proxy: its user may not hold a colon");
  }
  return btoa(String.fromCharCode(...encoder.encode(`${user}:${password}`)));
}

/** The status of the proxy's final answer, whose header is taken off the reader. */
async function readCode(reader: HandshakeReader): Promise<number> {
  for (let left = MAX_HEADER;;) {
    const header = await takeHeader(reader, left);
    const code = Number(/^HTTP\/1\.\d (\d{3})(?: |\r?\n)/.exec(header)?.[1] ?? 0);
    if (code < 100) throw new ConnectionError("protocol", "Cannot connect through the proxy: it does not speak HTTP/1");
    // 1xx says that the answer is still to come.
    if (code >= 200) return code;
    left -= header.length;
  }
}

/** The next header with its empty line. What comes in small pieces is searched once. */
async function takeHeader(reader: HandshakeReader, most: number): Promise<string> {
  for (let searched = 0;;) {
    const { held } = reader;
    const size = headerSize(held.subarray(0, most), searched);
    if (size > 0) return latin1.decode(await reader.take(size));
    if (held.length >= most) {
      throw new ConnectionError("protocol", `Cannot connect through the proxy: its answer passes ${MAX_HEADER} bytes`);
    }
    searched = Math.max(0, held.length - 3);
    await reader.more();
  }
}

/** Bytes up to and with the first empty line; 0 when it has not come. */
function headerSize(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LINE_FEED, from); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at + 2;
    if (bytes[at + 1] === CARRIAGE_RETURN && bytes[at + 2] === LINE_FEED) return at + 3;
  }
  return 0;
}
