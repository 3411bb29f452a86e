/** Counts the windows that are out: one that is never given back is a leak that no runner sees. @module */

import { assertEquals } from "#test";
import { WindowPool } from "../../net/windows.ts";

/** Runs the body and fails unless every window that was taken meanwhile was given back. */
export async function withoutLostWindows(body: () => Promise<void>): Promise<void> {
  const { take, give } = WindowPool.prototype;
  const out = new Set<Uint8Array>();
  WindowPool.prototype.take = function () {
    const window = take.call(this);
    out.add(window);
    return window;
  };
  WindowPool.prototype.give = function (window) {
    out.delete(window);
    give.call(this, window);
  };
  try {
    await body();
  } finally {
    Object.assign(WindowPool.prototype, { take, give });
  }
  assertEquals(out.size, 0, "windows that were not given back");
}
