/**
 * The client's half of SOCKS5: CONNECT (RFC 1928), with user and password (RFC 1929) where we have them.
 *
 * ```text
 * greeting:  version 5 | count | methods …                answer: 5 | method
 * login:     version 1 | length | user | length | password  answer: 1 | 0 for success
 * request:   version 5 | command 1 | reserved | address     answer: 5 | reply | reserved | address
 * ```
 *
 * @module
 */

import type { Endpoint, Stream } from "../../net/types.ts";
import { putAddress } from "../address.ts";
import { ConnectionError, type Status } from "../errors.ts";
import { HandshakeReader, takeAddress } from "../inbound/reader.ts";
import type { ProxyHop } from "./hop.ts";
import { prefixedStream } from "../prefixed_stream.ts";

const VERSION = 5;
const LOGIN_VERSION = 1;
const NO_AUTHENTICATION = 0;
const USER_AND_PASSWORD = 2;
const NO_METHOD = 0xff;
const CONNECT = 1;

/** What replies other than success mean (RFC 1928 §6). */
const REPLIES: Readonly<Record<number, { readonly status: Status; readonly reason: string }>> = {
  1: { status: "failed", reason: "it failed" },
  2: { status: "denied", reason: "its rules do not allow the target" },
  3: { status: "network-unreachable", reason: "it has no route to the network" },
  4: { status: "host-unreachable", reason: "it has no route to the host" },
  5: { status: "refused", reason: "the target refused the connection" },
  6: { status: "timeout", reason: "the target did not answer in time" },
  7: { status: "failed", reason: "it does not know CONNECT" },
  8: { status: "failed", reason: "it does not know the address's type" },
};

const encoder = new TextEncoder();

/**
 * Asks the proxy at the stream's other end for a connection to a target.
 *
 * @throws {ConnectionError} when it does not connect us; the stream is the caller's to close.
 */
export async function connectBySocks(stream: Stream, target: Endpoint, hop: ProxyHop): Promise<Stream> {
  const reader = new HandshakeReader(stream);
  await authenticate(stream, reader, hop);
  await stream.write(Uint8Array.of(VERSION, CONNECT, 0, ...putAddress(target)));
  const reply = (await takeAnswer(reader, VERSION))[1]!;
  // Some proxies end their refusals here, without the rest.
  if (reply !== 0) throw refusal(reply);
  await reader.take(1);
  await takeAddress(reader);
  return prefixedStream(stream, reader.held);
}

async function authenticate(stream: Stream, reader: HandshakeReader, { user, password = "" }: ProxyHop): Promise<void> {
  const login = user === undefined ? null : putLogin(user, password);
  const methods = login === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USER_AND_PASSWORD];
  await stream.write(Uint8Array.of(VERSION, methods.length, ...methods));
  const method = (await takeAnswer(reader, VERSION))[1]!;
  if (method === NO_AUTHENTICATION) return;
  if (method !== USER_AND_PASSWORD || login === null) throw unwanted(method);
  await stream.write(login);
  if ((await takeAnswer(reader, LOGIN_VERSION))[1] === 0) return;
  throw new ConnectionError("denied", "Cannot connect through the proxy: it refused our authentication");
}

/** The login (RFC 1929 §2). */
function putLogin(user: string, password: string): Uint8Array {
  const [name, secret] = [encoder.encode(user), encoder.encode(password)];
  if (name.length > 255 || secret.length > 255) {
    throw new ConnectionError("failed", "Cannot connect through the proxy: user and password may have 255 bytes each");
  }
  return Uint8Array.of(LOGIN_VERSION, name.length, ...name, secret.length, ...secret);
}

/** The two bytes that every answer begins with. */
async function takeAnswer(reader: HandshakeReader, version: number): Promise<Uint8Array> {
  const answer = await reader.take(2);
  if (answer[0] === version) return answer;
  const message = `Cannot connect through the proxy: expected an answer of version ${version}, got ${answer[0]}`;
  throw new ConnectionError("protocol", message);
}

function unwanted(method: number): ConnectionError {
  if (method === NO_METHOD) {
    return new ConnectionError("denied", "Cannot connect through the proxy: it wants another authentication");
  }
  return new ConnectionError("protocol", `Cannot connect through the proxy: it chose method ${method}, not offered`);
}

function refusal(reply: number): ConnectionError {
  const { status, reason } = REPLIES[reply] ?? { status: "failed", reason: "it gave no known reason" };
  return new ConnectionError(status, `Cannot connect through the proxy: ${reason} (reply ${reply})`);
}
