/** Starting a thread on Deno. @module */

import { Thread, type ThreadEvents } from "./threads.ts";

/**
 * Starts a thread. It has our permissions and our unstable features.
 *
 * @param module the module that it runs, by its path from the project's folder
 */
export function startThread(module: string, events: ThreadEvents): Thread {
  return new Thread(new URL(`../${module}`, import.meta.url).href, events);
}
