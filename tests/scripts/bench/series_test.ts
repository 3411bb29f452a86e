/** The figure is the median of the rounds' ratios. */

import { assertEquals, test } from "#test";
import { beside, differences, median, PEERS, ratios, type Series, spread } from "../../../scripts/bench/series.ts";

const ours: Series = { measure: "up", method: "aes-256-gcm", server: "deno", rounds: [1, 3, 2] };
const theirs: Series = { ...ours, server: "libev", rounds: [2, 2, 2] };

test("a median is the value in the middle, in whatever order they come", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([7]), 7);
});

test("a median of an even number of values lies between the two in the middle", () => {
  assertEquals(median([4, 1, 2, 3]), 2.5);
});

test("a median of nothing is no number, and sorting leaves the values as they were", () => {
  assertEquals(median([]), NaN);
  const values = [3, 1, 2];
  median(values);
  assertEquals(values, [3, 1, 2]);
});

test("a spread names the lowest and the highest", () => {
  assertEquals(spread([5, 1, 3]), { median: 3, lowest: 1, highest: 5 });
});

test("ratios are taken round by round, since what disturbs a round disturbs both", () => {
  assertEquals(ratios(ours, theirs), { median: 1, lowest: 0.5, highest: 1.5 });
  const disturbed = ratios({ ...ours, rounds: [1, 30, 2] }, { ...theirs, rounds: [2, 60, 4] });
  assertEquals(disturbed, { median: 0.5, lowest: 0.5, highest: 0.5 });
});

test("differences are taken round by round", () => {
  assertEquals(differences(ours, theirs), { median: 0, lowest: -1, highest: 1 });
});

test("a round that the other lacks makes no figure", () => {
  assertEquals(ratios(ours, { ...theirs, rounds: [2] }).lowest, NaN);
});

test("the peer of a series has its method and its measure", () => {
  const elsewhere = [{ ...theirs, method: "none" }, { ...theirs, measure: "down" }];
  assertEquals(beside([ours, ...elsewhere], ours, PEERS), undefined);
  assertEquals(beside([ours, ...elsewhere, theirs], ours, PEERS), theirs);
});
