/** Configs that were replaced leave nothing behind. */

import { memoryUsage } from "node:process";
import { assert, runtime, test } from "#test";
import { type Config, DEFAULT_LIMITS, newKey, serve } from "../../mod.ts";
import { freePort } from "../interop/free_port.ts";

const CONFIGS = 3000;
/** Configs at the start and at the end among which the least memory is looked for: what is left after a collection. */
const WINDOW = 750;
/** Bytes that the collector may be behind. Where every config is kept, these come to 50 MB. */
const SLACK = 15e6;

test(
  `${CONFIGS} configs, each with other keys, users, ports, limits and name servers, leave nothing behind`,
  async () => {
    const keys = [newKey(), newKey()];
    const places = await Promise.all([freePort(), freePort(), freePort()]);
    const at = { host: "127.0.0.1", port: 0 };
    const configOf = (i: number) => ({
      servers: [
        { ...at, password: keys[i % 2]! },
        { ...at, port: places[i % 3]!, password: keys[0]!, users: [{ name: `user ${i % 5}`, password: keys[1]! }] },
      ],
      locals: [{ ...at, servers: [{ host: "127.0.0.1", port: 1, password: keys[0]! }] }],
      limits: { idle: DEFAULT_LIMITS.idle + i % 2 },
      dns: { servers: [`127.0.0.${1 + i % 2}`] } satisfies Config["dns"],
    });
    const service = await serve(configOf(0));
    const used: number[] = [];
    try {
      for (let i = 1; i <= CONFIGS; i++) {
        await service.apply(configOf(i));
        used.push(memoryUsage().heapUsed);
      }
    } finally {
      await service.stop(0);
    }
    const growth = Math.min(...used.slice(-WINDOW)) - Math.min(...used.slice(0, WINDOW));
    console.log(`${runtime}: ${(growth / 1e6).toFixed(1)} MB more after ${CONFIGS} configs`);
    assert(growth < SLACK, `${growth} bytes more`);
  },
  { limit: 120 },
);
