/** `umbra url`: links from configs, and configs from links. @module */

import { type Actions, runAction } from "./actions.ts";
import { URL_HELP } from "./help.ts";
import { URL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

const URLS: Actions = {
  name: "url",
  load: new Map([
    ["encode", async () => (await import("./url_encode.ts")).urlEncode],
    ["decode", async () => (await import("./url_decode.ts")).urlDecode],
    ["qr", async () => (await import("./url_qr.ts")).urlQr],
  ]),
  options: URL_OPTIONS,
  help: URL_HELP,
};

/** Runs the action that the first word names. */
export function url(argv: readonly string[], program: Program): Promise<number> {
  return runAction(argv, URLS, program);
}
