/** A server that is given another config again and again while downloads go through it. @module */

import { assertEquals } from "#test";
import type { ServerEntry } from "../../config/types.ts";
import { listenBulk } from "../behaviour/bulk.ts";
import { withStarted } from "../behaviour/datagrams.ts";
import { freePort } from "../interop/free_port.ts";
import { localFor, serverAt } from "../behaviour/wiring.ts";
import { Download } from "./downloads.ts";
import { accepts, type Reloading, serves, withReloading } from "./reloads.ts";

/** How much, and how long. */
export interface Load {
  /** Downloads from the start to the end. */
  readonly downloads: number;
  /** Configs, each with a port more and a port less than the one before. */
  readonly configs: number;
  /** Waits between two configs. */
  readonly rest: () => Promise<void>;
  /** Milliseconds between the pieces of a download. */
  readonly pace?: number;
}

/** What came of it. */
export interface Outcome {
  /** Downloads that were under way all the time: by a port that stays, and by one that the first config took away. */
  readonly downloads: number;
  /** Bytes that came by all of them. */
  readonly bytes: number;
  /** Milliseconds that the slowest change took. */
  readonly slowest: number;
}

/** Runs the load, and fails where a byte is lost or changed, a new port does not answer, or a removed one does. */
export async function reloadUnderLoad({ downloads: count, configs, rest, pace }: Load): Promise<Outcome> {
  const origin = await listenBulk("127.0.0.1");
  const outcome = { downloads: 0, bytes: 0, slowest: 0 };
  try {
    await withReloading({ servers: [serverAt(await freePort()), serverAt(await freePort())] }, async (running) => {
      const [stays, goes] = running.ports().map((port) => serverAt(port));
      await withStarted({ locals: [localFor(stays!), localFor(goes!)] }, async ({ ports }) => {
        const all: Download[] = [];
        try {
          for (let i = 0; i < count; i++) all.push(await Download.begin(ports[i % 2]!, origin, i + 1, pace));
          outcome.slowest = await churn(running, stays!, goes!, configs, rest);
          for (const download of all) assertEquals(await download.finish(), { end: "fin", whole: true });
          outcome.downloads = all.length;
          outcome.bytes = all.reduce((sum, { came }) => sum + came, 0);
        } finally {
          for (const download of all) await download.close();
        }
      });
      // On a busy machine a client may take its time.
    }, { handshake: 60 });
  } finally {
    await origin.close();
  }
  return outcome;
}

/** Changes the config so often; gives the milliseconds of the slowest change. */
async function churn(
  { apply, echo }: Reloading,
  stays: ServerEntry,
  goes: ServerEntry,
  configs: number,
  rest: () => Promise<void>,
): Promise<number> {
  let slowest = 0;
  let former = goes;
  for (let i = 0; i < configs; i++) {
    const next = serverAt(await freePort());
    const started = performance.now();
    const changes = await apply({ servers: [stays, next] });
    slowest = Math.max(slowest, performance.now() - started);
    assertEquals(changes.map(({ kind }) => kind), ["port-opened", "port-closed"]);
    assertEquals([await serves(next, echo), await accepts(former.port)], [true, false], `config ${i}`);
    former = next;
    await rest();
  }
  return slowest;
}
