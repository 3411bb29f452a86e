/**
 * SOCKS5 (RFC 1928): CONNECT and UDP ASSOCIATE.
 *
 * ```text
 * request:   version 5 | command | reserved | address  answer: 5 | reply | reserved | address
 * ```
 *
 * @module
 */

import type { Endpoint, Stream } from "../../net/types.ts";
import { AddressError, putAddress } from "../address.ts";
import { ConnectionError, type Status } from "../errors.ts";
import type { HandshakeLimit } from "../handshake.ts";
import { prefixedStream } from "../prefixed_stream.ts";
import type { Inbound, Request, Route } from "../request.ts";
import { HandshakeReader, takeAddress } from "./reader.ts";
import { greet, readVersion, VERSION } from "./socks_greeting.ts";
import type { SocksUsers } from "./socks_users.ts";

const CONNECT = 1;
const UDP_ASSOCIATE = 3;

/** Replies (RFC 1928 §6). */
const REPLY = {
  succeeded: 0,
  failed: 1,
  denied: 2,
  networkUnreachable: 3,
  hostUnreachable: 4,
  refused: 5,
  timedOut: 6,
  badCommand: 7,
  badAddress: 8,
} as const;

const REPLIES: Partial<Record<Status, number>> = {
  "refused": REPLY.refused,
  "resolve": REPLY.hostUnreachable,
  "host-unreachable": REPLY.hostUnreachable,
  "network-unreachable": REPLY.networkUnreachable,
  "timeout": REPLY.timedOut,
  "denied": REPLY.denied,
};

/** A way for datagrams: serves one association, until the connection that asked for it ends. */
export type Associate = (
  stream: Stream,
  claimed: Endpoint,
  answer: (bound: Endpoint) => Promise<void>,
) => Promise<void>;

/** What SOCKS5 offers. */
export interface SocksOptions {
  /** Whether CONNECT is served; it is unless it is false. */
  readonly connect?: boolean;
  /** Serves UDP ASSOCIATE; without it the command is refused. */
  readonly associate?: Associate | undefined;
  /** Who may use the port; everybody unless it is given. */
  readonly users?: SocksUsers | undefined;
}

/** What an application wants. */
interface Wish {
  readonly command: number;
  readonly address: Endpoint;
}

/** Serves applications that speak SOCKS5. */
export function socksInbound({ connect = true, associate, users }: SocksOptions = {}): Inbound {
  return {
    async handle(stream: Stream, route: Route, limit: HandshakeLimit): Promise<void> {
      const reader = new HandshakeReader(stream);
      limit.user = await greet(stream, reader, users ?? null);
      const { command, address } = await readWish(stream, reader);
      if (command === CONNECT && connect) {
        return route(connectRequest(stream, address, reader.takeHeld(), limit.user));
      }
      if (command !== UDP_ASSOCIATE || associate === undefined) return await refuseCommand(stream, command);
      limit.cancel();
      await associate(stream, address, (bound) => reply(stream, REPLY.succeeded, bound));
    },
  };
}

function connectRequest(stream: Stream, target: Endpoint, first: Uint8Array, user: string | undefined): Request {
  return {
    target,
    user,
    stream: prefixedStream(stream, first),
    proceed: () => reply(stream, REPLY.succeeded),
    reject: (status) => refuse(stream, REPLIES[status] ?? REPLY.failed),
  };
}

async function readWish(stream: Stream, reader: HandshakeReader): Promise<Wish> {
  await readVersion(reader, VERSION);
  const command = (await reader.take(2))[0]!;
  return { command, address: await readAddress(stream, reader) };
}

async function refuseCommand(stream: Stream, command: number): Promise<never> {
  await refuse(stream, REPLY.badCommand);
  throw new ConnectionError("protocol", `Cannot serve the application: its command ${command} is not offered here`);
}

async function readAddress(stream: Stream, reader: HandshakeReader): Promise<Endpoint> {
  try {
    return await takeAddress(reader);
  } catch (cause) {
    if (cause instanceof AddressError) await refuse(stream, REPLY.badAddress);
    throw cause;
  }
}

async function refuse(stream: Stream, code: number): Promise<void> {
  await reply(stream, code);
  await stream.closeWrite();
}

/** Through a Shadowsocks server the bound address is not known, and applications do not use it. */
const UNKNOWN: Endpoint = { host: "0.0.0.0", port: 0 };

async function reply(stream: Stream, code: number, bound = UNKNOWN): Promise<void> {
  await stream.write(Uint8Array.of(VERSION, code, 0, ...putAddress(bound)));
}
