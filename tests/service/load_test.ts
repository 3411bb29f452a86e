/** The short form of tests/long/reload_test.ts. */

import { assert, test } from "#test";
import { reloadUnderLoad } from "./under_load.ts";

test("20 downloads lose no byte while ports come and go", async () => {
  const { bytes } = await reloadUnderLoad({ downloads: 20, configs: 25, rest: () => Promise.resolve() });
  assert(bytes > 0);
});
