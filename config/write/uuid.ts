/** An identifier that is the same for the same text: SIP008 tells servers apart by one. @module */

/** A UUID (RFC 9562, version 8) of a text. It proves nothing, and must not be made of a secret. */
export function uuidOf(text: string): string {
  const hex = [1, 2, 3, 4].map((seed) => hash(`${seed} ${text}`).toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[Number.parseInt(hex[16] ?? "0", 16) % 4];
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20)];
  return `${a}-${b}-8${c}-${variant}${d}-${e}`;
}

/** FNV-1a over UTF-16, its bits mixed at the end. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (state ^ (state >>> 13)) >>> 0;
}
