/** Applications that send datagrams through the program: by SOCKS5's UDP ASSOCIATE, or by a tunnel. @module */

import { assertEquals } from "#test";
import type { Config, LocalEntry, ServerEntry } from "../../config/types.ts";
import type { Endpoint } from "../../net/types.ts";
import { parseAddress, putAddress } from "../../relay/address.ts";
import type { Limits } from "../../relay/limits.ts";
import { type Service, start } from "../../service/mod.ts";
import { Mailbox } from "../net/mailbox.ts";
import { Peer } from "./peer.ts";
import { configOf, KeptLog, noise } from "./wiring.ts";

const LOOPBACK = "127.0.0.1";
const UDP_ASSOCIATE = 3;

/** A payload, with the target that it goes to or comes from. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly target: Endpoint;
}

/** Something that sends datagrams to targets and gets answers. */
export interface Sender {
  send(bytes: Uint8Array, target: Endpoint): Promise<void>;
  take(): Promise<Payload>;
  close(): Promise<void>;
}

/** The answer to a SOCKS5 request that is not CONNECT. */
export interface Associated {
  readonly code: number;
  readonly bound: Endpoint;
  readonly peer: Peer;
}

/** Asks a SOCKS5 port for an association; the connection is the caller's to close. */
export async function askAssociate(port: number, host = LOOPBACK): Promise<Associated> {
  const peer = await Peer.connect(port, host);
  await peer.send(Uint8Array.of(5, 1, 0));
  await peer.take(2);
  await peer.send(Uint8Array.of(5, UDP_ASSOCIATE, 0, ...putAddress({ host: "0.0.0.0", port: 0 })));
  const [, code, , type] = await peer.take(4);
  const address = Uint8Array.of(type!, ...await peer.take(type === 4 ? 18 : 6));
  return { code: code!, bound: parseAddress(address)!.target, peer };
}

/** An application behind a SOCKS5 port. */
export async function socksSender(port: number): Promise<Sender> {
  const { code, bound, peer } = await askAssociate(port);
  if (code !== 0) throw new Error(`Expected an association, got the reply ${code}`);
  const box = await Mailbox.bind();
  return {
    send: (bytes, target) => box.send(joined(Uint8Array.of(0, 0, 0, ...putAddress(target)), bytes), bound),
    async take() {
      const { bytes, from } = await box.take();
      assertEquals([from, ...bytes.subarray(0, 3)], [bound, 0, 0, 0]);
      const { target, size } = parseAddress(bytes.subarray(3))!;
      return { bytes: bytes.subarray(3 + size), target };
    },
    async close() {
      await box.close();
      await peer.close();
    },
  };
}

/** An application in front of a tunnel: there is but one target. */
export async function tunnelSender(port: number, target: Endpoint): Promise<Sender> {
  const box = await Mailbox.bind();
  const entrance = { host: LOOPBACK, port };
  return {
    send: (bytes) => box.send(bytes, entrance),
    async take() {
      const { bytes, from } = await box.take();
      assertEquals(from, entrance);
      return { bytes, target };
    },
    close: () => box.close(),
  };
}

/** Payloads of these sizes go to an echo and come back as they were. */
export async function assertEchoes(sender: Sender, target: Endpoint, sizes: readonly number[]): Promise<void> {
  for (const [i, size] of sizes.entries()) {
    const bytes = noise(size, i + 1);
    await sender.send(bytes, target);
    assertEquals((await sender.take()).bytes, bytes, `${size} bytes to ${target.host}`);
  }
}

/** Runs the body with a sender and lets go of it. */
export async function withSender(opening: Promise<Sender>, body: (sender: Sender) => Promise<void>): Promise<void> {
  const sender = await opening;
  try {
    await body(sender);
  } finally {
    await sender.close();
  }
}

/** What runs, and its ports. */
export interface Running {
  readonly service: Service;
  readonly log: KeptLog;
  /** The ports, in the config's order. */
  readonly ports: readonly number[];
}

/** Runs the body with what a config asks for; legacy methods are allowed. */
export async function withStarted(
  parts: Partial<Omit<Config, "limits">>,
  body: (running: Running) => Promise<void>,
  limits: Partial<Limits> = {},
): Promise<void> {
  const log = new KeptLog("debug");
  const service = await start(configOf({ allowLegacy: true, ...parts }, limits), log);
  try {
    await body({ service, log, ports: service.listeners.map(({ port }) => port) });
  } finally {
    await service.stop(0);
  }
  assertEquals(log.events.filter(({ name }) => name === "fault"), []);
}

/** A server's entry; its port is the system's choice. */
export function serving(keys: Omit<ServerEntry, "host" | "port">): ServerEntry {
  return { host: LOOPBACK, port: 0, ...keys };
}

/** How a server is reached. */
export function reached(port: number, method: string, password: string): ServerEntry {
  return { host: LOOPBACK, port, method, password };
}

/** A SOCKS5 port in front of a server. */
export function socksFor(server: ServerEntry, mode?: LocalEntry["mode"]): LocalEntry {
  return { host: LOOPBACK, port: 0, protocol: "socks", servers: [server], ...(mode && { mode }) };
}

/** A tunnel to a target behind a server. */
export function tunnelFor(server: ServerEntry, target: Endpoint, mode?: LocalEntry["mode"]): LocalEntry {
  return { host: LOOPBACK, port: 0, protocol: "tunnel", target, servers: [server], ...(mode && { mode }) };
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}
