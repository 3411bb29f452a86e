/** Proxies on the way as URLs. @module */

import type { Hop } from "../../relay/outbound/hop.ts";
import { bracketed } from "../address.ts";
import { writeLink } from "../url_write.ts";

/** The URL of one of them; it holds its password. */
export function hopUrl(hop: Hop): string {
  if (hop.kind === "ss") return writeLink(hop);
  const { kind, host, port, user, password = "" } = hop;
  const who = user === undefined ? "" : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return `${kind}://${who}${bracketed(host)}:${port}`;
}
