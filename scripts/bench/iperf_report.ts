/** What iperf3 says of a stream. @module */

/** Reads iperf3's report: the bytes that arrived, or what it says went wrong. */
export function readIperf(report: string): number | { error: string } {
  const { end, error } = parse(report);
  const bytes = end?.sum_received?.bytes;
  if (error === undefined && typeof bytes === "number" && bytes > 0) return bytes;
  return { error: error ?? "no bytes arrived" };
}

/** What we look at in a report. */
interface Report {
  readonly error?: string;
  readonly end?: { readonly sum_received?: { readonly bytes?: unknown } };
}

function parse(report: string): Report {
  try {
    return JSON.parse(report);
  } catch {
    return { error: report.trim() || "it said nothing" };
  }
}
