/** DNS messages written by hand, without the package that the program uses. @module */

import { parseIp } from "../../net/ip.ts";

/** One record. */
export interface Written {
  readonly owner: string;
  readonly type: number;
  readonly ttl: number;
  readonly data: Uint8Array;
}

/** What a reply says beside the question. */
export interface Spec {
  readonly code?: number;
  readonly truncated?: boolean;
  readonly answers?: readonly Written[];
  readonly authorities?: readonly Written[];
}

/** An address record, of the type that fits. */
export function address(owner: string, text: string, ttl = 60): Written {
  const data = parseIp(text)!;
  return { owner, type: data.length === 4 ? 1 : 28, ttl, data };
}

/** An alias. */
export function alias(owner: string, target: string, ttl = 60): Written {
  return { owner, type: 5, ttl, data: wireName(target) };
}

/** A start of authority. */
export function authority(owner: string, ttl: number, minimum: number): Written {
  const numbers = [1, 7200, 900, 86_400, minimum].flatMap((value) => [...u32(value)]);
  return { owner, type: 6, ttl, data: bytes(wireName(`ns.${owner}`), wireName(`mail.${owner}`), numbers) };
}

/** A name in labels. */
export function wireName(name: string): Uint8Array {
  const labels = name === "" ? [] : name.split(".");
  return bytes(...labels.map((label) => [label.length, ...new TextEncoder().encode(label)]), [0]);
}

/** The name and type that a query asks for. */
export function questionOf(query: Uint8Array): { name: string; type: "A" | "AAAA" } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length !== 0; length = query[at]!) {
    labels.push(new TextDecoder().decode(query.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return { name: labels.join("."), type: query[at + 2] === 1 ? "A" : "AAAA" };
}

/** A reply to a query. */
export function reply(query: Uint8Array, { code = 0, truncated = false, answers = [], authorities = [] }: Spec) {
  const flags = [0x81 | (truncated ? 2 : 0), 0x80 | code];
  const counts = [...u16(1), ...u16(answers.length), ...u16(authorities.length), 0, 0];
  const question = bytes(wireName(questionOf(query).name), [0, questionOf(query).type === "A" ? 1 : 28, 0, 1]);
  return bytes(query.subarray(0, 2), flags, counts, question, ...[...answers, ...authorities].map(wireRecord));
}

/** One record as it stands in a message. */
export function wireRecord({ owner, type, ttl, data }: Written): Uint8Array {
  return bytes(wireName(owner), u16(type), [0, 1], u32(ttl), u16(data.length), data);
}

/** Parts put together. */
export function bytes(...parts: Iterable<number>[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function u16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function u32(value: number): number[] {
  return [value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff];
}
