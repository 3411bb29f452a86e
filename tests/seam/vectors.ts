/** The published vectors, read in place from `shared/vectors` beside the project. @module */

import { readFileSync } from "node:fs";
import process from "node:process";

/** Where the vectors are: beside the checkout. */
const ROOT = new URL("../../../shared/vectors/", import.meta.url);

/** Set by CI: what is missing is then a failure, not a line on the screen. */
const inCi = process.env.CI === "true";

/** The text of one file under `shared/vectors`, or null (said loudly) where the folder is absent and this is not CI. */
export function readVectors(path: string): string | null {
  try {
    return readFileSync(new URL(path, ROOT), "utf8");
  } catch (cause) {
    if (inCi) throw new Error(`Cannot read vectors ${path}: shared/vectors must stand beside the project`, { cause });
    console.error(`NOT RUN: vectors ${path}: shared/vectors does not stand beside the project`);
    return null;
  }
}
