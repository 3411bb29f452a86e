/** What the server shows to the person who started it: link, QR code, and the client's command. @module */

import { encodeQR } from "qr";
import type { ServerEntry } from "../config/types.ts";
import { writeLink } from "../config/url_write.ts";
import type { PublicHost } from "./public_host.ts";

/** How it is shown. */
export interface LinkStyle {
  /** Whether with a QR code. */
  readonly qr: boolean;
  /** Whether in the colours that a terminal obeys. */
  readonly colours: boolean;
}

/** The text about one server, as clients reach it. It holds the key. */
export function showLink(server: ServerEntry, { host, note }: PublicHost, style: LinkStyle): string {
  const link = writeLink({ ...server, host });
  const code = style.qr ? qrCode(link, style.colours) + "\n" : "";
  const remark = note === undefined ? "" : `${note}\n`;
  return `Link (it holds the key): ${link}\n${code}On the client: umbra local '${link}'\n${remark}`;
}

/** The QR code, two rows a line. Scanners want dark on light, which is set line by line where colours are obeyed. */
function qrCode(text: string, colours: boolean): string {
  const code = encodeQR(text, "ascii").trimEnd();
  if (!colours) return code;
  return code.split("\n").map((line) => `\x1b[97;40m${line}\x1b[0m`).join("\n");
}
