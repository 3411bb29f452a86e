/** Other configs under load: a minute of ports that come and go, and downloads that must not notice. */

import { assert, runtime, test } from "#test";
import { sleep } from "../../net/timers.ts";
import { reloadUnderLoad } from "../service/under_load.ts";

test("200 downloads lose no byte while a port comes and another goes every second for a minute", async () => {
  const load = { downloads: 200, configs: 60, rest: () => sleep(1), pace: 500 };
  const { downloads, bytes, slowest } = await reloadUnderLoad(load);
  console.log(
    `${runtime}: ${downloads} downloads, ${Math.round(bytes / 1e6)} MB, slowest change ${slowest.toFixed(1)} ms`,
  );
  assert(bytes > 50e6);
}, { limit: 300 });
