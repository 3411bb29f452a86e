/** Names as people write them, and as they are asked for. @module */

import { ResolveError } from "./types.ts";

/** Bytes of a name on the wire, with the length before each label and the empty one at the end. */
const MAX_NAME = 255;
const MAX_LABEL = 63;

const PLAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
/** What the runtimes, and the system's resolver, would take for an IPv4 address of an old form. */
const NUMERIC_END = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;

/**
 * A name in the form in which it is asked for: lower case, ASCII (IDN in Punycode), without the dot at its end.
 *
 * @throws {ResolveError} `bad-name` when it is none.
 */
export function plainName(text: string): string {
  const name = PLAIN.test(text) ? text : asciiName(text.endsWith(".") ? text.slice(0, -1) : text);
  if (!PLAIN.test(name)) throw badName("expected labels of letters, digits, - and _");
  if (NUMERIC_END.test(name)) throw badName("its last label is a number");
  if (name.length + 2 > MAX_NAME) throw badName(`it takes ${name.length + 2} bytes, at most ${MAX_NAME} are allowed`);
  if (name.length > MAX_LABEL && name.split(".").some((label) => label.length > MAX_LABEL)) {
    throw badName(`a label has more than ${MAX_LABEL} bytes`);
  }
  return name;
}

/** Lower case and Punycode; what cannot be a name comes out as something that is none. */
function asciiName(text: string): string {
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  // The parser of URLs would take these for the end of the host.
  if (/[/?#@:\\\s]/.test(text)) return "";
  return URL.parse(`http://${text}/`)?.hostname ?? "";
}

/** What is wrong with a name; the name itself, which others chose, is not repeated. */
function badName(reason: string): ResolveError {
  return new ResolveError("bad-name", `Cannot resolve the name: ${reason}`);
}
