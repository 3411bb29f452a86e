/** `ss://` links as we write them: strictly SIP002, so that every client reads them. @module */

import { bracketed } from "./address.ts";
import { encodeBase64Url } from "./base64.ts";
import { percentEncode } from "./percent.ts";
import type { ServerEntry } from "./types.ts";
import { joinPlugin, type Plugin } from "./url_plugin.ts";

/** The link of a server, and of the plugin in its way. It holds the password. */
export function writeLink(server: ServerEntry, plugin?: Plugin): string {
  const host = bracketed(server.host.replace("%", "%25"));
  const query = plugin === undefined ? "" : `?plugin=${percentEncode(joinPlugin(plugin))}`;
  const label = server.name === undefined ? "" : `#${percentEncode(server.name)}`;
  const slash = query || label ? "/" : "";
  return `ss://${userinfo(server)}@${host}:${server.port}${slash}${query}${label}`;
}

/** SIP002 wants base64url, and of the methods of 2022 percent escapes. */
function userinfo({ method, password }: ServerEntry): string {
  if (method.startsWith("2022-")) return `${percentEncode(method)}:${percentEncode(password)}`;
  return encodeBase64Url(new TextEncoder().encode(`${method}:${password}`));
}
