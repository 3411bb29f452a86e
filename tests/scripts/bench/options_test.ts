/** The words behind `deno task bench`. */

import { assertEquals, assertThrows, test } from "#test";
import { BENCH_METHODS, isWhole, readOptions } from "../../../scripts/bench/options.ts";

const PARTS = ["tcp", "udp", "memory"];
const read = (...words: string[]) => readOptions(words, PARTS);

test("no words mean everything, at length", () => {
  const options = read();
  assertEquals(options.parts, []);
  assertEquals(options.methods, BENCH_METHODS);
  assertEquals(options.timing, { warmUp: 10, rounds: 5, seconds: 3 });
  assertEquals(isWhole(options), true);
});

test("parts, methods and servers are told apart, in any order", () => {
  const options = read("deno", "udp", "aes-256-gcm", "tcp", "bun-plain");
  assertEquals(options.parts, ["udp", "tcp"]);
  assertEquals(options.methods, ["aes-256-gcm"]);
  assertEquals(options.servers, ["deno", "bun-plain"]);
});

test("a part may stand in the page alone, a method or a server may not", () => {
  assertEquals(isWhole(read("udp")), true);
  assertEquals(isWhole(read("udp", "aes-256-gcm")), false);
  assertEquals(isWhole(read("udp", "deno")), false);
});

test("the timing can be changed", () => {
  assertEquals(read("--rounds=2", "--seconds=0.5", "--warm-up=1").timing, { warmUp: 1, rounds: 2, seconds: 0.5 });
});

test("the short form measures streams on Deno by methods that the peer in C has, and is never whole", () => {
  const options = read("--quick");
  assertEquals(options.parts, ["tcp"]);
  assertEquals(options.servers, ["deno"]);
  assertEquals(options.methods, ["aes-256-gcm", "chacha20-ietf-poly1305"]);
  assertEquals(isWhole(options), false);
});

test("the short form loads for less than two minutes", () => {
  const { timing: { warmUp, rounds, seconds }, methods } = read("--quick");
  const [servers, directions, chances] = [2, 2, 2];
  assertEquals(methods.length * servers * (warmUp + rounds * directions * seconds) * chances < 120, true);
});

test("what names nothing is refused, with what would", () => {
  assertThrows(() => read("tpc"), Error, 'Cannot measure "tpc": expected tcp, udp, memory, aes-256-gcm');
  assertThrows(() => read("--fast"), Error, "--rounds=N");
  assertThrows(() => read("--rounds=0"), Error, "--rounds=0");
  assertThrows(() => read("--seconds=soon"), Error, "--seconds=soon");
});
