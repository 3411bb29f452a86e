/** The project's source files. @module */

import { ROOT } from "./run.ts";

/** Folders that hold no source of ours. */
const NOT_OURS = new Set(["node_modules", "dist", "coverage", "fixtures"]);

/** The paths of all TypeScript files under a folder, as seen from the project's, sorted. */
export function sourceFiles(folder = ""): string[] {
  const found: string[] = [];
  for (const entry of entriesOf(folder)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory && !entry.name.startsWith(".") && !NOT_OURS.has(entry.name)) found.push(...sourceFiles(path));
    if (entry.isFile && entry.name.endsWith(".ts")) found.push(path);
  }
  return found.sort();
}

/** The text of a file, by its path as seen from the project's folder. */
export function readText(path: string): string {
  return Deno.readTextFileSync(ROOT + path);
}

/** Whether there is such a file or folder, by its whole path. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** A folder's entries: none when there is no such folder. */
function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(ROOT + folder)];
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return [];
    throw cause;
  }
}
