/** Every aim is held against what it is an aim for, and against nothing else. */

import { assertEquals, test } from "#test";
import { judge, tooDear } from "../../../scripts/bench/aims.ts";
import type { Series, ServerName } from "../../../scripts/bench/series.ts";

const UP = "CPU of one stream up";

function series(server: ServerName, rounds: number[], method = "aes-256-gcm", measure = UP): Series {
  return { measure, method, server, rounds };
}

test("a ratio at the limit meets its aim, one above misses it", () => {
  const peer = series("libev", [1, 1, 1]);
  const at = series("deno", [0.65, 0.65, 0.65]);
  const above = series("bun", [0.7, 0.7, 0.7]);
  const all = [at, above, peer];
  assertEquals(judge("tcp", at, all), { kind: "times the peer", limit: 0.65, found: 0.65, met: true });
  assertEquals(judge("tcp", above, all)?.met, false);
});

test("the aim of the 2022 edition is another, beside another peer", () => {
  const method = "2022-blake3-aes-256-gcm";
  const [ours, peer] = [series("deno", [0.8], method), series("rust", [1], method)];
  assertEquals(judge("tcp", ours, [ours, peer]), { kind: "times the peer", limit: 0.85, found: 0.8, met: true });
});

test("without native code the aim is for one method", () => {
  const peers = [series("libev", [1]), series("libev", [1], "chacha20-ietf-poly1305")];
  assertEquals(judge("tcp", series("deno-no-ffi", [9]), peers), null);
  assertEquals(judge("tcp", series("deno-no-ffi", [1.1], "chacha20-ietf-poly1305"), peers)?.met, true);
  assertEquals(judge("tcp", series("bun-node", [0.7]), peers)?.met, true);
});

test("a newer libcrypto has the aims of the system's", () => {
  const method = "2022-blake3-aes-256-gcm";
  const all = [series("libev", [1]), series("rust", [1], method)];
  assertEquals(judge("tcp", series("deno-libcrypto", [0.7]), all)?.met, false);
  assertEquals(judge("tcp", series("bun-libcrypto", [0.8], method), all)?.met, true);
});

test("a new connection is held against the plain relay of its own runtime", () => {
  const measure = "CPU of a new connection";
  const ours = series("bun", [150, 120, 131], "aes-256-gcm", measure);
  const all = [ours, series("deno-plain", [1, 1, 1], "aes-256-gcm", measure)];
  assertEquals(judge("connections", ours, all), null);
  all.push(series("bun-plain", [100, 100, 100], "aes-256-gcm", measure));
  assertEquals(judge("connections", ours, all), { kind: "above the plain relay", limit: 30, found: 31, met: false });
});

test("memory is held against a figure, which differs between the runtimes", () => {
  const [deno, bun] = [series("deno", [40], "aes-256-gcm", "idle"), series("bun", [40], "aes-256-gcm", "idle")];
  assertEquals(judge("memory", deno, []), { kind: "the figure itself", limit: 45, found: 40, met: true });
  assertEquals(judge("memory", bun, []), { kind: "the figure itself", limit: 35, found: 40, met: false });
});

test("peers and relays have no aim, nor has what is only told", () => {
  const peer = series("libev", [1]);
  assertEquals(judge("tcp", peer, [peer]), null);
  assertEquals(judge("tcp", series("floor", [1]), [peer]), null);
  const p99 = series("deno", [1], "aes-256-gcm", "p99 of a small request");
  assertEquals(judge("latency", p99, [p99, { ...p99, server: "libev" }]), null);
});

test("the short form fails when ours is dearer than the program in C", () => {
  const peer = series("libev", [1, 1, 1]);
  assertEquals(tooDear([series("deno", [1, 1, 1]), peer]), []);
  assertEquals(tooDear([series("deno", [0.5, 1.2, 1.1]), peer]), [
    "aes-256-gcm, CPU of one stream up: found 1.10 x the peer's, expected at most 1",
  ]);
});

test("the short form fails when there was nothing to compare with", () => {
  assertEquals(tooDear([series("deno", [0.1])]).length, 1);
  assertEquals(tooDear([series("bun", [9]), series("libev", [1])]), []);
});
