/**
 * How a SOCKS5 connection begins: without authentication (RFC 1928), or by name and password (RFC 1929).
 *
 * ```text
 * greeting:      version 5 | count | methods …                           answer: 5 | method
 * by password:   version 1 | length | name … | length | password …       answer: 1 | 0, or another byte
 * ```
 *
 * @module
 */

import type { Stream } from "../../net/types.ts";
import { ConnectionError } from "../errors.ts";
import type { HandshakeReader } from "./reader.ts";
import type { SocksUsers } from "./socks_users.ts";

/** The version of SOCKS. */
export const VERSION = 5;

const BY_PASSWORD_VERSION = 1;
const METHOD = { none: 0, byPassword: 2, refused: 0xff } as const;
const ACCEPTED = 0;
const REFUSED = 1;

/**
 * Greets an application, and gives its name where the port has users.
 *
 * @param users who may use the port; null when everybody may
 * @throws {ConnectionError} `protocol` when it offers no way that is served, `authentication` when it is none of the users.
 */
export async function greet(
  stream: Stream,
  reader: HandshakeReader,
  users: SocksUsers | null,
): Promise<string | undefined> {
  await readVersion(reader, VERSION);
  const methods = await reader.take((await reader.take(1))[0]!);
  const method = users === null ? METHOD.none : METHOD.byPassword;
  const isOffered = methods.includes(method);
  await stream.write(Uint8Array.of(VERSION, isOffered ? method : METHOD.refused));
  if (!isOffered) {
    await stream.closeWrite();
    const wanted = users === null ? "without authentication" : "by name and password";
    throw new ConnectionError("protocol", `Cannot serve the application: it offers no way ${wanted}`);
  }
  return users === null ? undefined : await authenticate(stream, reader, users);
}

/**
 * Reads the version that a message begins with.
 *
 * @throws {ConnectionError} when it is another.
 */
export async function readVersion(reader: HandshakeReader, expected: number): Promise<void> {
  const version = (await reader.take(1))[0]!;
  if (version === expected) return;
  const what = expected === VERSION ? "SOCKS version 5" : "version 1 of name and password";
  throw new ConnectionError("protocol", `Cannot serve the application: expected ${what}, got ${version}`);
}

async function authenticate(stream: Stream, reader: HandshakeReader, users: SocksUsers): Promise<string> {
  await readVersion(reader, BY_PASSWORD_VERSION);
  const name = (await reader.take((await reader.take(1))[0]!)).slice();
  const password = await reader.take((await reader.take(1))[0]!);
  const user = users.find(name, password);
  await stream.write(Uint8Array.of(BY_PASSWORD_VERSION, user === null ? REFUSED : ACCEPTED));
  if (user !== null) return user;
  await stream.closeWrite();
  throw new ConnectionError("authentication", "Cannot serve the application: its name or its password is wrong");
}
