/** What a reader of the page sees. */

import { assertEquals, assertThrows, test } from "#test";
import { withSection } from "../../../scripts/bench/page.ts";
import type { Series } from "../../../scripts/bench/series.ts";
import { tables } from "../../../scripts/bench/tables.ts";

const ours: Series = {
  measure: "CPU of one stream up",
  method: "aes-256-gcm",
  server: "deno",
  rounds: [0.6, 0.7, 0.8],
};
const theirs: Series = { ...ours, server: "libev", rounds: [1, 1, 1] };
const measures = [
  { name: "CPU of one stream up", unit: "s/GB", digits: 2 },
  { name: "CPU of one stream down", unit: "s/GB", digits: 2 },
];

test("a table names the figure, the ratio with its ends, and the aim", () => {
  assertEquals(
    tables("tcp", measures, [ours, theirs]),
    `### CPU of one stream up

| method | server | s/GB | × the peer (lowest–highest) | aim |
| --- | --- | ---: | ---: | --- |
| aes-256-gcm | Umbra, Deno | 0.70 | 0.70 (0.60–0.80) | ≤ 0.65 ×: **missed** |
| aes-256-gcm | ss-server | 1.00 |  |  |`,
  );
});

test("a measure that was not taken has no table", () => {
  assertEquals(tables("tcp", measures.slice(1), [ours, theirs]), "");
});

test("one round has no ends", () => {
  const [one, other] = [{ ...ours, rounds: [0.5] }, { ...theirs, rounds: [1] }];
  const row = tables("tcp", measures, [one, other]).split("\n")[4];
  assertEquals(row, "| aes-256-gcm | Umbra, Deno | 0.50 | 0.50 | ≤ 0.65 ×: met |");
});

test("a measure that stands alone has no ratio", () => {
  const [one, other] = [{ ...ours, rounds: [0.5] }, { ...theirs, rounds: [1] }];
  const alone = measures.map((measure) => ({ ...measure, alone: true }));
  assertEquals(tables("tcp", alone, [one, other]).split("\n")[4]?.split(" | ")[3], "");
});

test("what lies above the plain relay is told beside the aim", () => {
  const measure = { name: "CPU of a new connection", unit: "µs", digits: 0 };
  const all: Series[] = [
    { measure: measure.name, method: "aes-256-gcm", server: "deno", rounds: [170] },
    { measure: measure.name, method: "aes-256-gcm", server: "deno-plain", rounds: [130] },
  ];
  const row = tables("connections", [measure], all).split("\n")[4];
  assertEquals(row, "| aes-256-gcm | Umbra, Deno | 170 |  | ≤ 30 above the plain relay: 40, **missed** |");
});

const PAGE = "# Page\n\n<!-- tcp -->\nold\n<!-- /tcp -->\n\nby hand\n\n<!-- udp -->\nkept\n<!-- /udp -->\n";

test("a section is replaced, and what stands around it stays", () => {
  const page = withSection(PAGE, "tcp", "new");
  assertEquals(page, PAGE.replace("\nold\n", "\n\nnew\n\n"));
  assertEquals(withSection(page, "tcp", "new"), page);
});

test("a page without the section is told of", () => {
  assertThrows(() => withSection(PAGE, "memory", "new"), Error, "<!-- memory -->");
});
