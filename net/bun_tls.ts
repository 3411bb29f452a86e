/** Dialling by TLS on Bun. @module */

import type { Socket, SocketHandler } from "bun";
import { handlers } from "./bun_handlers.ts";
import { dialError } from "./bun_refusal.ts";
import { BunStream, type SocketData } from "./bun_stream.ts";
import { SocketError } from "./errors.ts";
import { formatEndpoint } from "./hosts.ts";
import { after } from "./timers.ts";
import type { ConnectTlsOptions, Stream } from "./types.ts";

/** What a socket carries while it shakes hands. */
interface TlsData extends SocketData {
  /** Is told of the socket before hands are shaken. */
  readonly onDialled: (socket: Socket<TlsData>) => void;
  /** Is told why it does not stand. */
  readonly onRefused: (reason: string) => void;
}

/** As for TCP, but the stream begins when hands are shaken and the certificate was found to be good. */
const tlsHandlers: SocketHandler<TlsData> = {
  // Its data has more than the other handlers ask for, and they put nothing there.
  ...handlers as SocketHandler<TlsData>,
  open: (socket) => socket.data.onDialled(socket),
  handshake(socket, authorized, cause) {
    const { onOpen, keepalive } = socket.data;
    if (!authorized) {
      socket.data.onRefused(cause?.message ?? "the handshake failed");
      return void socket.terminate();
    }
    const stream = new BunStream(socket, keepalive);
    socket.data = { ...socket.data, stream };
    onOpen(stream);
  },
  close(socket, cause) {
    socket.data.onRefused(cause?.message ?? "the peer closed the connection");
    socket.data.stream?.onClose(cause);
  },
};

/**
 * Connects by TLS, and checks the certificate.
 *
 * @throws {SocketError} when it does not stand in time, is refused, or the certificate is not the name's.
 */
export function connectTls(options: ConnectTlsOptions): Promise<Stream> {
  const { host, port, timeout, keepalive, name, authorities } = options;
  const target = formatEndpoint(options);
  return new Promise((resolve, reject) => {
    let over = false;
    let dialled: Socket<TlsData> | null = null;
    const onDialled = (socket: Socket<TlsData>) => {
      dialled = socket;
      if (over) socket.terminate();
    };
    const fail = (error: SocketError) => {
      over = true;
      wait.cancel();
      reject(error);
    };
    const wait = after(timeout, () => {
      fail(new SocketError("timeout", `Cannot connect to ${target}: no answer in ${timeout} s`));
      dialled?.terminate();
    });
    const onOpen = (stream: BunStream) => {
      if (over) return stream.abort();
      over = true;
      wait.cancel();
      resolve(stream);
    };
    const onRefused = (reason: string) => {
      if (!over) fail(new SocketError("refused", `Cannot connect to ${target}: ${reason}`));
    };
    const data: TlsData = { stream: null, onOpen, onDialled, onRefused, keepalive };
    const tls = { serverName: name, rejectUnauthorized: true, ...(authorities && { ca: [...authorities] }) };
    Bun.connect({ hostname: host, port, allowHalfOpen: true, tls, data, socket: tlsHandlers }).catch(async (cause) => {
      const error = await dialError(`connect to ${target}`, cause, host);
      if (!over) fail(error);
    });
  });
}
