/** Ports as people write them: one, a list, or a range. @module */

import { checkPort } from "./check.ts";
import { type Where, wrong } from "./wrong.ts";

/** The most ports that one key may name: each is a listener, or a server to choose from. */
const MOST = 1024;

/** The ports that are named, each once: `8388`, `"8388"`, `"8388-8390"`, or a list of these. */
export function checkPorts(value: unknown, where: Where, least: 0 | 1): number[] {
  if (!Array.isArray(value)) return readItem(value, where, least);
  if (value.length > MOST) throw wrong(where, value, `at most ${MOST} ports`);
  const ports = new Set<number>();
  for (const [i, item] of value.entries()) {
    for (const port of readItem(item, { ...where, key: `${where.key}[${i}]` }, least)) ports.add(port);
    if (ports.size > MOST) throw wrong(where, value, `at most ${MOST} ports`);
  }
  if (ports.size === 0) throw wrong(where, value, "at least one port");
  return [...ports];
}

/** One port, or those of a range. */
function readItem(value: unknown, where: Where, least: 0 | 1): number[] {
  const [, low, high] = typeof value === "string" ? /^(\d{1,5})-(\d{1,5})$/.exec(value) ?? [] : [];
  if (low === undefined || high === undefined) return [checkPort(value, where, least)];
  const [first, last] = [checkPort(low, where, 1), checkPort(high, where, 1)];
  if (last < first || last - first >= MOST) throw wrong(where, value, `a range upward of at most ${MOST} ports`);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
