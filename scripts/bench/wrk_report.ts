/** What wrk says of its requests. @module */

/** What wrk says. */
export interface Answered {
  readonly requests: number;
  /** Microseconds that half of the requests took at most. */
  readonly p50: number;
  /** Microseconds that 99 of 100 requests took at most. */
  readonly p99: number;
}

/** Reads what wrk prints. Throws when requests failed, or none was answered. */
export function readWrk(output: string): Answered {
  const requests = Number(/^\s*(\d+) requests in /m.exec(output)?.[1] ?? 0);
  const [p50, p99] = [50, 99].map((percent) =>
    microseconds(new RegExp(`^\\s*${percent}%\\s+(\\S+)`, "m").exec(output)?.[1])
  );
  const failed = /^\s*(?:Socket errors|Non-2xx).*$/m.exec(output)?.[0].trim();
  if (requests === 0 || p50 === undefined || p99 === undefined || failed !== undefined) {
    throw new Error(`Cannot ask by wrk: ${failed ?? output.trim()}`);
  }
  return { requests, p50, p99 };
}

const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1e3, s: 1e6 };

/** A time as wrk writes it, like 63.00us, 1.20ms or 2.00s. */
function microseconds(text = ""): number | undefined {
  const [, value, unit = ""] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  return factor === undefined ? undefined : Number(value) * factor;
}
