/** Counts what a runner's own JUnit report says. @module */

/** How many tests passed, failed, and were not run. */
export interface Tally {
  passed: number;
  failed: number;
  notRun: number;
}

/** Counts the test cases of one report: one that says no more than its name has passed. */
export function tally(report: string): Tally {
  const sum = { passed: 0, failed: 0, notRun: 0 };
  for (const [, body = ""] of report.matchAll(/<testcase\b[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    if (/<(?:failure|error)\b/.test(body)) sum.failed++;
    else if (/<skipped\b/.test(body)) sum.notRun++;
    else sum.passed++;
  }
  return sum;
}

/** Both counts together. */
export function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    notRun: one.notRun + other.notRun,
  };
}
