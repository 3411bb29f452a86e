/** Percent escapes, as links and other URLs carry them. @module */

/** The text without its percent escapes; null when one is broken or they are not UTF-8. */
export function percentDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Percent escapes for all but the unreserved characters, so that no shell or link finder trips over the rest. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}
