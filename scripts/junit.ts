/** Reads what a runner's own JUnit report says: how many tests passed, and which did not. @module */

/** How many tests passed, failed, and were not run. */
export interface Tally {
  passed: number;
  failed: number;
  notRun: number;
}

/** One test case of a report: its attributes, and what stands in it. */
const CASE = /<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;

/** What stands in the case of a test that failed. */
const FAILED = /<(?:failure|error)\b/;

/** Characters of a failure's own words that {@linkcode failures} gives: its message, and where it was thrown. */
const TOLD = 1500;

/** Counts the test cases of one report: one that says no more than its name has passed. */
export function tally(report: string): Tally {
  const sum = { passed: 0, failed: 0, notRun: 0 };
  for (const [, , body = ""] of report.matchAll(CASE)) {
    if (FAILED.test(body)) sum.failed++;
    else if (/<skipped\b/.test(body)) sum.notRun++;
    else sum.passed++;
  }
  return sum;
}

/** The tests of one report that failed, each by name with the first 1,500 characters of what its runner says of it. */
export function failures(report: string): string[] {
  const failed = [...report.matchAll(CASE)].filter(([, , body = ""]) => FAILED.test(body));
  return failed.map(([, attributes = "", body = ""]) => {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? "";
    return `${text(name)}\n${text(body).trim().slice(0, TOLD)}`;
  });
}

/** What the marks of XML in a string stand for. */
function text(xml: string): string {
  const marks: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  const decimal = xml.replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)));
  return decimal.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => marks[name] ?? "");
}

/** Both counts together. */
export function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    notRun: one.notRun + other.notRun,
  };
}
