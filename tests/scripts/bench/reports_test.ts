/** What the measuring programs and the kernel say is read as they say it. */

import { assertEquals, assertThrows, test } from "#test";
import { readIperf } from "../../../scripts/bench/iperf_report.ts";
import { listensIn } from "../../../scripts/bench/socket_table.ts";
import { readWrk } from "../../../scripts/bench/wrk_report.ts";
import { processorTimeIn } from "../../process/usage.ts";

test("the bytes of iperf3 are those that arrived", () => {
  const report = { end: { sum_sent: { bytes: 200 }, sum_received: { bytes: 150 } } };
  assertEquals(readIperf(JSON.stringify(report, null, "\t")), 150);
});

test("what iperf3 complains of is told", () => {
  const busy = { start: {}, end: {}, error: "the server is busy running a test. try again later" };
  assertEquals(readIperf(JSON.stringify(busy)), { error: busy.error });
});

test("a stream that iperf3 broke off has no bytes", () => {
  const broken = { end: { sum_received: { bytes: 10 } }, error: "interrupted" };
  assertEquals(readIperf(JSON.stringify(broken)), { error: "interrupted" });
  assertEquals(readIperf('{"end":{"sum_received":{"bytes":0}}}'), { error: "no bytes arrived" });
  assertEquals(readIperf("{}"), { error: "no bytes arrived" });
});

test("what is no report of iperf3 is shown as it is", () => {
  assertEquals(readIperf("iperf3: not found\n"), { error: "iperf3: not found" });
  assertEquals(readIperf(""), { error: "it said nothing" });
});

const WRK = `Running 3s test @ http://127.0.0.1:8080/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     7.51ms    1.90ms  21.28ms   80.93%
    Req/Sec     4.27k   240.29     4.67k    73.33%
  Latency Distribution
     50%   63.00us
     75%    7.96ms
     90%   10.04ms
     99%    1.25s 
  12753 requests in 3.00s, 747.25KB read
Requests/sec:   4250.32
Transfer/sec:    249.04KB
`;

test("the requests and times of wrk are read in all its units", () => {
  assertEquals(readWrk(WRK), { requests: 12_753, p50: 63, p99: 1_250_000 });
  assertEquals(readWrk(WRK.replace("63.00us", "1.25ms")).p50, 1250);
});

test("failed requests are no measurement", () => {
  const failed = `${WRK}  Socket errors: connect 0, read 12, write 0, timeout 3\n`;
  assertThrows(() => readWrk(failed), Error, "Socket errors: connect 0, read 12, write 0, timeout 3");
  assertThrows(() => readWrk(`${WRK}  Non-2xx or 3xx responses: 4\n`), Error, "Non-2xx or 3xx responses: 4");
});

test("a wrk that reached nobody is told of", () => {
  const nobody = "unable to connect to 127.0.0.1:8080 Connection refused";
  assertThrows(() => readWrk(nobody), Error, nobody);
  assertThrows(() => readWrk(WRK.replace("12753 requests", "0 requests")), Error, "Cannot ask by wrk");
});

test("a process's time is what it and the kernel for it used, whatever its name", () => {
  const rest = "S 1 2 3 0 -1 4194560 1 0 0 0 1234 766 5 6 20 0 9 0 100 1 2";
  assertEquals(processorTimeIn(`42 (deno) ${rest}`), 20);
  assertEquals(processorTimeIn(`42 (a (b) c 9 9) ${rest}\n`), 20);
});

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:0050 0100007F:2329 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1
`;

test("a port is listened to when the kernel says so of it", () => {
  assertEquals(listensIn(TCP, 9000), true);
  assertEquals(listensIn(TCP, 9001), false);
  assertEquals(listensIn("", 9000), false);
});

test("a connection on a port is no listener", () => {
  assertEquals(listensIn(TCP, 80), false);
});

test("a UDP port counts when it is bound", () => {
  const udp = "  12: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 3 2 0 0";
  assertEquals(listensIn(udp, 53), true);
});
