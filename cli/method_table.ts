/** The table of methods as text, at most 100 columns wide. @module */

import { isLegacy, type MethodKind, type MethodRow } from "../crypto/methods.ts";
import type { Provider, ProviderName } from "../crypto/providers/types.ts";

/** One line of the table. */
export interface Listed {
  readonly row: MethodRow;
  readonly servedBy: ProviderName | "none needed" | "not served here";
  /** Bytes a second; null where it was not measured. */
  readonly speed: number | null;
}

/** The columns, each as wide as what it may hold. */
const WIDTHS = [31, 38, 8, 16] as const;

const KINDS: Readonly<Record<MethodKind, string>> = {
  "aead-2022": "2022",
  aead: "AEAD-2017",
  stream: "stream",
  table: "table",
  none: "no encryption",
};

/** The first line. */
export function headOf(measured: boolean): string {
  return line(["METHOD", "KIND", "", "SERVED BY"], measured ? "MB/s" : "");
}

/** The line of a method. */
export function lineOf({ row, servedBy, speed }: Listed): string {
  const cells = [row.name, `${KINDS[row.kind]}, ${needOf(row)}`, isLegacy(row) ? "legacy" : "", servedBy];
  return line(cells, speed === null ? "" : String(Math.round(speed / 1e6)));
}

/** What the words in the table mean. */
export function footOf(providers: readonly Provider[]): string {
  const legacy = "legacy: broken, anyone on the path can alter and probe; needs --allow-legacy\n";
  return ["\n", legacy, ...providers.map(({ name, source }) => `${name}: ${source}\n`)].join("");
}

/** What a method needs to be used. */
function needOf({ kind, keySize }: MethodRow): string {
  if (kind === "none") return "no key";
  if (keySize === 0) return "password";
  return kind === "aead-2022" ? `key of ${keySize} bytes in base64` : `password, key of ${keySize} bytes`;
}

/** Cells to the left, a number to the right. */
function line(cells: readonly string[], number: string): string {
  const text = cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join("");
  return (number === "" ? text.trimEnd() : text + number.padStart(6)) + "\n";
}
