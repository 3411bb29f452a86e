/** What the server shows to the person who started it: link, QR code, and the client's command. @module */

import type { ServerEntry } from "../config/types.ts";
import { writeLink } from "../config/url_write.ts";
import type { PublicHost } from "./public_host.ts";
import { qrCode } from "./qr.ts";

/** How it is shown. */
export interface LinkStyle {
  /** Whether with a QR code. */
  readonly qr: boolean;
  /** Whether in the colours that a terminal obeys. */
  readonly colours: boolean;
}

/** The text about one server, as clients reach it. It holds the key. */
export async function showLink(server: ServerEntry, { host, note }: PublicHost, style: LinkStyle): Promise<string> {
  const link = writeLink({ ...server, host });
  const code = style.qr ? await qrCode(link, style.colours) + "\n" : "";
  const remark = note === undefined ? "" : `${note}\n`;
  return `Link (it holds the key): ${link}\n${code}On the client: umbra local '${link}'\n${remark}`;
}
