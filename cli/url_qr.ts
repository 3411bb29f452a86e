/** `umbra url qr`. @module */

import { type Link, parseLink } from "../config/url.ts";
import { writeLink } from "../config/url_write.ts";
import { escaped } from "../config/wrong.ts";
import { readFlags } from "./flags.ts";
import { URL_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";
import { qrCode } from "./qr.ts";
import { describedServers } from "./url_encode.ts";

/** Prints QR codes, each under the name of its server: of a link as it should have been written, or of a config's. */
export async function urlQr(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, URL_OPTIONS);
  const links = given.rest.every(isLink) ? given.rest.map(parseLink) : [];
  const shown: Link[] = links.length > 0 ? links : (await describedServers(given, host)).map((server) => ({ server }));
  for (const { server, plugin } of shown) {
    host.print(`${escaped(server.name ?? server.host)}\n`);
    host.print(`${await qrCode(writeLink(server, plugin), host.isTerminal("stdout"))}\n`);
  }
  return 0;
}

/** Whether a word is a link, and no file. */
function isLink(word: string): boolean {
  return /^\s*ss:\/\//i.test(word);
}
