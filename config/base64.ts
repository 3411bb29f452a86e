/** Base64 of UTF-8 texts, as links carry it. @module */

/** The text in base64 of either alphabet, padded or not; null when it is not base64 or not UTF-8. */
export function decodeBase64(text: string): string | null {
  const bare = text.replace(/={0,2}$/, "").replaceAll("-", "+").replaceAll("_", "/");
  if (!/^[A-Za-z0-9+/]+$/.test(bare) || bare.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(bare), (c) => c.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The bytes in base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  const standard = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return standard.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
