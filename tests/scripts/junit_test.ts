/** The sums come from the runners' own reports. */

import { assertEquals, test } from "#test";
import { add, failures, tally } from "../../scripts/junit.ts";

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

test("what failed is told by name, with the runner's own words", () => {
  const report = `<testsuite name="./a_test.ts">
        <testcase name="good" classname="./a_test.ts"/>
        <testcase name="bad &lt;1&gt;" classname="./a_test.ts">
            <failure message="Uncaught Error: &quot;x&quot;">at a_test.ts:3&#10;at b &amp;lt;</failure>
        </testcase>
        <testcase name="long" classname="./a_test.ts"><error>${"x".repeat(5000)}</error></testcase>
  </testsuite>`;
  const [bad = "", long = "", ...more] = failures(report);
  assertEquals(bad, `bad <1>\n<failure message="Uncaught Error: "x"">at a_test.ts:3\nat b &lt;</failure>`);
  assertEquals([long.split("\n")[0], long.length, more.length], ["long", "long\n".length + 1500, 0]);
});

test("where nothing failed, nothing is told", () => {
  assertEquals(failures(`<testsuite><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>`), []);
});
