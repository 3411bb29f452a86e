/** The plugin that a link asks for (SIP003), between its `?` and its `#`. @module */

import { percentDecode } from "./percent.ts";

/** A program that the traffic of a server passes on its way. */
export interface Plugin {
  /** The program. */
  readonly name: string;
  /** What it is told: `option=value;…`, with backslashes before what stands for itself; empty when nothing. */
  readonly options: string;
}

/**
 * The plugin in the query of a link, or null; what else stands in the query is passed over. The value is percent-decoded
 * by `decode`, once.
 */
export function findPlugin(query: string, decode: (text: string) => string): Plugin | null {
  for (const pair of query.split("&")) {
    const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (value !== "" && percentDecode(key) === "plugin") return splitPlugin(decode(value));
  }
  return null;
}

/** `NAME;OPTIONS`, as a link says it before percent escapes. */
export function joinPlugin({ name, options }: Plugin): string {
  const escaped = name.replace(/[\\;=]/g, "\\$&");
  return options === "" ? escaped : `${escaped};${options}`;
}

/** Cuts at the first semicolon without a backslash before it. The options keep their escapes: they are the plugin's to read. */
function splitPlugin(text: string): Plugin {
  const [, name = "", options = ""] = /^((?:\\.|[^\\;])*\\?)(?:;(.*))?$/s.exec(text) ?? [];
  return { name: name.replace(/\\(.)/gs, "$1"), options };
}
