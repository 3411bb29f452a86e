/** The sums come from the runners' own reports. */

import { assertEquals, test } from "#test";
import { add, tally } from "../../scripts/junit.ts";

test("a report of Deno's is counted", () => {
  const report = `<testsuites name="deno test" tests="4" failures="1" errors="1" time="0.014">
    <testsuite name="./a_test.ts" tests="4" disabled="1" errors="1" failures="1">
        <testcase name="a &gt; b" classname="./a_test.ts" time="0.000" line="1" col="6">
        </testcase>
        <testcase name="skipped" classname="./a_test.ts"><skipped/></testcase>
        <testcase name="bad" classname="./a_test.ts"><failure message="x">&lt;testcase&gt;</failure></testcase>
        <testcase name="after" classname="./a_test.ts"><error message="Cancelled"/></testcase>
    </testsuite>
</testsuites>`;
  assertEquals(tally(report), { passed: 1, failed: 2, notRun: 1 });
});

test("a report of Bun's is counted", () => {
  const report = `<testsuites name="bun test" tests="4" failures="1" skipped="1">
  <testsuite name="b_test.ts" file="b_test.ts">
    <testcase name="a / b" classname="" time="0.000005" file="b_test.ts" line="2" assertions="0" />
    <testcase name="skipped" classname=""><skipped /></testcase>
    <testcase name="bad" classname=""><failure type="Error" message="x">Error: x&#10;</failure></testcase>
    <testsuite name="g"><testcase name="in" classname="g" time="0.000006" /></testsuite>
  </testsuite>
</testsuites>`;
  assertEquals(tally(report), { passed: 2, failed: 1, notRun: 1 });
});

test("an empty report counts nothing, and sums are sums", () => {
  assertEquals(tally("<testsuites></testsuites>"), { passed: 0, failed: 0, notRun: 0 });
  const sum = add({ passed: 1, failed: 2, notRun: 3 }, { passed: 10, failed: 20, notRun: 30 });
  assertEquals(sum, { passed: 11, failed: 22, notRun: 33 });
});
