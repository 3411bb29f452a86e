/** Clients without a program around them: they seal, send to a relay, and open what comes back. @module */

import { readFileSync } from "node:fs";
import { findMethod } from "../../crypto/methods.ts";
import { preparePacketClient } from "../../crypto/packet_method.ts";
import type { PacketClient } from "../../crypto/packets.ts";
import type { Endpoint } from "../../net/types.ts";
import { putAddress } from "../../relay/address.ts";
import { keyOf } from "../behaviour/keys.ts";
import { until } from "../behaviour/until.ts";
import { command, type Started, startProcess } from "../process/started.ts";

/** A method under which an association is a session: one port holds any number of clients. */
export const METHOD = "2022-blake3-aes-256-gcm";
export const KEY = keyOf(32, 1);
export const CLOCK = { provider: "auto", salts: 10_000, clock: () => Date.now() / 1000 } as const;

/** Makes a client's end, one after another. */
export function preparedClients(): Promise<() => PacketClient> {
  return preparePacketClient(findMethod(METHOD)!, KEY, CLOCK);
}

/** The datagram that carries a payload to a target. */
export function sealedFor(client: PacketClient, target: Endpoint, payload: Uint8Array): Uint8Array {
  const address = putAddress(target);
  const plain = new Uint8Array(address.length + payload.length);
  plain.set(address);
  plain.set(payload, address.length);
  const out = new Uint8Array(plain.length + client.overhead);
  return out.subarray(0, client.seal(plain, out));
}

/** What a relay reports. */
export interface Report {
  /** Associations that there are. */
  readonly now: number;
  /** The most that there were. */
  readonly most: number;
  /** Datagrams that were refused. */
  readonly dropped: number;
  /** How often it gave memory back. */
  readonly rests: number;
}

/** A relay in a process of its own. */
export interface Served {
  readonly at: Endpoint;
  readonly pid: number;
  /** The last report. */
  report(): Report;
  /** Waits for a report that was made from now on. */
  fresh(): Promise<Report>;
  /** Bytes of its memory that are in use now, in MB. */
  memory(): number;
}

/** Runs the body with a relay whose associations end after so many seconds, and of which there are so many at most. */
export async function withServed(
  { seconds, associations }: { seconds: number; associations: number },
  body: (served: Served) => Promise<void>,
): Promise<void> {
  const child = startProcess(command("tests/long/udp_served.ts", [`${seconds}`, `${associations}`]));
  try {
    const [, port] = await child.line(/^port (\d+)$/m);
    await body(new ServedProcess(child, Number(port)));
  } catch (cause) {
    throw new Error(`It said at last: ${child.out.slice(-200)}${child.err.slice(-2000)}`, { cause });
  } finally {
    await child.kill();
  }
}

class ServedProcess implements Served {
  readonly at: Endpoint;
  readonly #child: Started;

  constructor(process: Started, port: number) {
    this.#child = process;
    this.at = { host: "127.0.0.1", port };
  }

  get pid(): number {
    return this.#child.pid;
  }

  report(): Report {
    const line = this.#reports().at(-1);
    return line === undefined ? { now: 0, most: 0, dropped: 0, rests: 0 } : JSON.parse(line);
  }

  async fresh(): Promise<Report> {
    // The next may have been under way; the one behind it was not.
    const wanted = this.#reports().length + 2;
    await until(() => this.#reports().length >= wanted);
    return this.report();
  }

  memory(): number {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))!;
    return Number(kilobytes) / 1024;
  }

  #reports(): string[] {
    return this.#child.out.split("\n").filter((line) => /^\{.*\}$/.test(line));
  }
}

/** Datagrams that the kernel dropped at sockets bound to these ports, because nobody took them in time. */
export function kernelDrops(...ports: number[]): number {
  const tables = ["/proc/net/udp", "/proc/net/udp6"].map((path) => readFileSync(path, "utf8"));
  let drops = 0;
  for (const line of tables.join("\n").split("\n")) {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(":")[1] ?? "", 16);
    if (ports.includes(port)) drops += Number(fields.at(-1));
  }
  return drops;
}
