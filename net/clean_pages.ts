/**
 * Pages of files that are mapped but were never changed: the runtime's own program, and libraries. Most of those that a
 * start has touched are not needed again. They are taken out of the process, stay in the system's cache, and those that
 * are needed come back by themselves. Linux, where native code may be called.
 *
 * @module
 */

import type { Calls } from "#ffi";
import { discard } from "./discard.ts";
import { openLibcFor } from "./libc.ts";
import { nativeBuffer, nativeText } from "./libc_process.ts";

/** A part of the address space, in bytes. */
export interface Region {
  readonly start: number;
  readonly size: number;
}

const FUNCTIONS = {
  open: { parameters: ["buffer", "i32", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const;

/** The most of the map that is read, in bytes: some thousand regions. What stands behind it is left as it is. */
const MOST = 4 * 1024 * 1024;
/** Bytes of a read: the system gives no more of this file at a time. */
const STEP = 4096;
/** Regions that hold less, in KiB, are not worth a call. */
const LEAST = 256;

/** A region's first line: no one may write to it, it is the process's own, and behind it stands a file. */
const CLEAN = /^([0-9a-f]+)-([0-9a-f]+) r-[-x]p [0-9a-f]+ \S+ [1-9]\d* +\//;

let opened: Calls<typeof FUNCTIONS> | null | undefined;

/** Unmaps such pages; nothing happens where that cannot be done. */
export function unmapCleanPages(): void {
  if (opened === undefined) opened = openLibcFor(FUNCTIONS);
  if (opened === null) return;
  for (const { start, size } of cleanRegions(readMap(opened))) discard(start, start + size);
}

/** The map of our own memory, by native calls: Deno reads nothing there without all permissions. */
function readMap(libc: Calls<typeof FUNCTIONS>): string {
  const descriptor = libc.open(nativeText("/proc/self/smaps"), 0, 0);
  if (descriptor < 0) return "";
  const bytes = nativeBuffer(STEP);
  const decoder = new TextDecoder();
  let map = "";
  while (map.length < MOST) {
    const count = libc.read(descriptor, bytes, STEP);
    if (count <= 0) break;
    map += decoder.decode(bytes.subarray(0, count), { stream: true });
  }
  libc.close(descriptor);
  return map;
}

/**
 * The regions of a map, as `/proc/PID/smaps` has it, whose pages are those of the file.
 *
 * A region with a page of its own is left: what was changed there, such as addresses by the linker, would be lost.
 */
export function cleanRegions(map: string): Region[] {
  const regions: Region[] = [];
  for (const text of map.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [, start = "", end = ""] = CLEAN.exec(text) ?? [];
    if (start === "" || field(text, "Anonymous") !== 0 || !(field(text, "Rss") >= LEAST)) continue;
    const from = parseInt(start, 16);
    regions.push({ start: from, size: parseInt(end, 16) - from });
  }
  return regions;
}

/** A field of a region, in KiB; NaN where it is not told. */
function field(text: string, name: string): number {
  return Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(text)?.[1]);
}
