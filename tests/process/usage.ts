/** What a process uses, by what the kernel says of it. @module */

import { readFileSync } from "node:fs";

/** The kernel's clock for processes, in ticks a second: 100 on every Linux. */
const TICKS = 100;

const MIB = 1024 * 1024;

/** Its resident memory, in MiB. */
export function residentMemory(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kib === undefined) throw new Error(`Cannot find the memory of process ${pid}`);
  return Number(kib) * 1024 / MIB;
}

/** The seconds of processor that it has used, its own and the kernel's for it. */
export function processorTime(pid: number): number {
  return processorTimeIn(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** The same by the text of /proc/PID/stat. */
export function processorTimeIn(line: string): number {
  // The name, in parentheses, may hold spaces; behind it field 3 comes first.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Looks at the memory of processes again and again, until told to stop; gives the most that each had. */
export function watchMemory(pids: readonly number[], seconds = 0.05): () => number[] {
  const most = pids.map(residentMemory);
  const timer = setInterval(() => {
    for (const [i, pid] of pids.entries()) most[i] = Math.max(most[i]!, residentMemory(pid));
  }, seconds * 1000);
  return () => {
    clearInterval(timer);
    return most;
  };
}
