/** What Deno is told when it starts the program. @module */

import { readText } from "./files.ts";

/** The flags of `deno task start`: what V8 should do, and the permissions, of which the program needs no others. */
export function startFlags(): string[] {
  const start: string = JSON.parse(readText("deno.json")).tasks.start;
  return start.split(" ").filter((word) => word.startsWith("--"));
}
