/** Opening a port: TCP, UDP, or both under one number. @module */

import { bindPackets, listen, type Listener, SocketError } from "#net";
import { sleep } from "../net/timers.ts";
import type { Endpoint, ListenOptions, PacketSocket, Stream } from "../net/types.ts";
import type { PortSharing } from "./sharing.ts";

/** How often the system may choose a port for us: with many associations open, most of its choices are taken for UDP. */
const PORT_CHOICES = 64;

/** How often, and seconds apart, we look whether the system has let go of a port that we have closed. */
const RELEASE_TRIES = 20;
const RELEASE_PAUSE = 0.01;

/** What was opened of a port. */
export interface Halves {
  readonly listener: Listener | null;
  readonly socket: PacketSocket | null;
}

/** What is to be opened, and how. */
export interface HalvesOptions extends Pick<ListenOptions, "keepalive" | "onExhausted"> {
  readonly tcp: boolean;
  readonly udp: boolean;
  readonly sharing: PortSharing;
  /** Given what TCP accepts. */
  readonly onStream: (stream: Stream) => void;
}

/**
 * Opens what is wanted. Where the system chooses the number for TCP, UDP's may be taken: then it chooses again.
 *
 * @throws {SocketError} when it cannot be had; then nothing is open.
 */
export async function openHalves(at: Endpoint, options: HalvesOptions): Promise<Halves> {
  for (let choices = PORT_CHOICES;; choices--) {
    const listener = options.tcp ? await openListener(at, options) : null;
    try {
      return { listener, socket: options.udp ? await openSocket(listener?.local ?? at) : null };
    } catch (cause) {
      listener?.close();
      const taken = at.port === 0 && cause instanceof SocketError && cause.fault === "in-use";
      if (!taken || choices === 1) throw cause;
    }
  }
}

/** Closes what was opened. */
export function closeHalves({ listener, socket }: Halves): void {
  listener?.close();
  socket?.close();
}

function openListener(
  { host, port }: Endpoint,
  { sharing, keepalive, onExhausted, onStream }: HalvesOptions,
): Promise<Listener> {
  const options = { port, keepalive, shared: sharing !== "alone", ...(onExhausted && { onExhausted }) };
  const open = sharing === "first" && port !== 0 ? listenFirst : listen;
  return onEitherFamily(host, (host) => open({ host, ...options }, onStream));
}

/**
 * Listens where others may listen too, once it is sure that nobody does: whoever shares a port shares it with every
 * program of the same user.
 *
 * @throws {SocketError} when the port cannot be had.
 */
async function listenFirst(options: ListenOptions, onStream: (stream: Stream) => void): Promise<Listener> {
  listen({ ...options, shared: false }, (stream) => stream.abort()).close();
  // A closed listener may keep its port for a moment.
  for (let tries = 1;; tries++) {
    try {
      return listen(options, onStream);
    } catch (cause) {
      if (tries === RELEASE_TRIES) throw cause;
      await sleep(RELEASE_PAUSE);
    }
  }
}

function openSocket({ host, port }: Endpoint): Promise<PacketSocket> {
  return onEitherFamily(host, (host) => bindPackets({ host, port }));
}

/** `::` becomes 0.0.0.0 where the machine has no IPv6. */
async function onEitherFamily<T>(host: string, open: (host: string) => T | Promise<T>): Promise<T> {
  try {
    return await open(host);
  } catch (cause) {
    const noIpv6 = host === "::" && cause instanceof SocketError && cause.fault === "address-unavailable";
    if (!noIpv6) throw cause;
    return await open("0.0.0.0");
  }
}
