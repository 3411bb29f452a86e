/** Dialling by TLS on Deno. @module */

import { endpointOf } from "./deno_addr.ts";
import { toSocketError } from "./deno_errors.ts";
import { resetConnection } from "./descriptors.ts";
import { DenoStream } from "./deno_stream.ts";
import { noAnswer } from "./errors.ts";
import { formatEndpoint } from "./hosts.ts";
import { after } from "./timers.ts";
import type { ConnectTlsOptions, Stream } from "./types.ts";

/**
 * Connects by TLS, and checks the certificate.
 *
 * @throws {SocketError} when it does not stand in time, is refused, or the certificate is not the name's.
 */
export async function connectTls(options: ConnectTlsOptions): Promise<Stream> {
  const { host, port, timeout, name, authorities } = options;
  const giveUp = new AbortController();
  let conn: Deno.TcpConn | Deno.TlsConn | null = null;
  const wait = after(timeout, () => {
    giveUp.abort();
    // While hands are shaken, closing does not close it before the peer does.
    if (conn !== null) resetConnection(endpointOf(conn.localAddr), endpointOf(conn.remoteAddr));
    closeQuietly(conn);
  });
  try {
    const plain = conn = await Deno.connect({ hostname: host, port, signal: giveUp.signal });
    plain.setNoDelay(true);
    const secure = conn = await Deno.startTls(plain, { hostname: name, caCerts: [...authorities ?? []] });
    await secure.handshake();
    return new DenoStream(secure);
  } catch (cause) {
    if (giveUp.signal.aborted) throw noAnswer(options);
    closeQuietly(conn);
    throw toSocketError(`connect to ${formatEndpoint(options)}`, cause);
  } finally {
    wait.cancel();
  }
}

/** While TLS takes it over, a connection is neither its old self nor its new one: then there is nothing to close yet. */
function closeQuietly(conn: Deno.Conn | null): void {
  try {
    conn?.close();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.BadResource)) throw cause;
  }
}
