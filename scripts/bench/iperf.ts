/** iperf3: one stream through a port, and what it says of it. @module */

import { capture } from "../run.ts";
import { readIperf } from "./iperf_report.ts";
import { pause } from "../../tests/behaviour/until.ts";

/** Which way the bytes go: from the client to the target, or back. */
export type Direction = "up" | "down";

/** How often a start is tried while the other end still clears up what was before, and the seconds between. */
const STARTS = 20;
const PATIENCE = 0.2;
/** Seconds that a run may take beyond those that it was asked for. */
const BEYOND = 30;

/** How long: so many seconds, or so many bytes. */
export type Amount = { readonly seconds: number } | { readonly bytes: number };

/** The command of the far end, which serves one stream after another. */
export function iperfServer(port: number): string[] {
  return ["iperf3", "-s", "-B", "127.0.0.1", "-p", `${port}`];
}

/** Sends one stream through a port; the bytes that arrived. */
export async function stream(port: number, direction: Direction, amount: Amount): Promise<number> {
  // It takes whole seconds, and 0 for ever.
  const length = "bytes" in amount ? ["-n", `${amount.bytes}`] : ["-t", `${Math.ceil(amount.seconds)}`];
  const command = ["iperf3", "-c", "127.0.0.1", "-p", `${port}`, "-J", ...length];
  const limit = ("bytes" in amount ? amount.bytes / 1e8 : amount.seconds) + BEYOND;
  for (let start = 1;; start++) {
    const { output } = await capture(direction === "down" ? [...command, "-R"] : command, { limit: limit * 1000 });
    const result = readIperf(output);
    if (typeof result === "number") return result;
    if (start === STARTS) throw new Error(`Cannot send by iperf3: ${result.error}`);
    await pause(PATIENCE);
  }
}
