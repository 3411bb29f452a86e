/**
 * JSON5 as the package of that name reads it, under a declaration of our own. Its ES module is taken by its path: the
 * default entry is CommonJS, which costs 10 MB of memory on Deno.
 *
 * @module
 */

// @ts-ignore the module carries no declarations: what is imported is `any` on Deno and an error under tsc
import untyped from "json5/dist/index.mjs";
import { ConfigError } from "./types.ts";

/** The part of the package that is used. */
interface Json5 {
  parse(text: string): unknown;
}

/** What the package says of a text that is not JSON5. */
interface Json5Error {
  lineNumber: number;
  columnNumber: number;
}

const typed: Json5 = untyped;

/** The value of a JSON5 text. The package's own message is not passed on: it quotes the text, which holds secrets. */
export function parseJson5(text: string, source: string): unknown {
  try {
    return typed.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    if (!isPositioned(cause)) throw cause;
    const { lineNumber, columnNumber } = cause;
    throw new ConfigError(`Cannot read ${source}: it is not JSON5 at line ${lineNumber}, column ${columnNumber}`);
  }
}

/** Whether it is the package's error. */
function isPositioned(cause: unknown): cause is SyntaxError & Json5Error {
  return cause instanceof SyntaxError && "lineNumber" in cause && "columnNumber" in cause;
}
