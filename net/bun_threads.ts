/** Starting a thread on Bun. @module */

import { Thread, type ThreadEvents } from "./threads.ts";

/** In an executable our modules are one, at the top of what it holds; a thread's stand beside it, by their paths. */
const ROOT = import.meta.url.startsWith("file:///$bunfs/") ? "./" : "../";

/**
 * Starts a thread.
 *
 * @param module the module that it runs, by its path from the project's folder
 */
export function startThread(module: string, events: ThreadEvents): Thread {
  return new Thread(new URL(ROOT + module, import.meta.url).href, events);
}
