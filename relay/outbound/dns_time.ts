/** The time that a DNS query has for its answer. @module */

import type { Limits } from "../../dns/exchange.ts";
import { after } from "../../net/timers.ts";
import { ConnectionError } from "../errors.ts";

/**
 * The work's outcome, or a failure when the time is over or the signal says so.
 *
 * @param asked who is asked, for the failure's message
 * @param letGo called then, to let go of what the work has open
 */
export function within<T>(
  { timeout, signal }: Limits,
  asked: string,
  work: () => Promise<T>,
  letGo: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      settle();
      reject(noAnswer(asked));
      letGo();
    };
    const wait = after(timeout, end);
    const settle = () => {
      wait.cancel();
      signal.removeEventListener("abort", end);
    };
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) return end();
    work().then(resolve, reject).finally(settle);
  });
}

/** No answer came from whoever was asked. */
export function noAnswer(asked: string): ConnectionError {
  return new ConnectionError("timeout", `Cannot ask ${asked}: no answer in time`);
}
