import { assertEquals, assertThrows, test } from "#test";
import { checkPorts } from "../../config/ports.ts";
import { ConfigError } from "../../config/types.ts";
import { loadQuietly } from "./loading.ts";

const WHERE = { source: "c.json", key: "server_port" };

test("a port, its digits, a range, or a list of these are ports, each once", () => {
  const cases: [value: unknown, ports: number[]][] = [
    [8388, [8388]],
    ["8388", [8388]],
    [0, [0]],
    ["8388-8390", [8388, 8389, 8390]],
    ["8388-8388", [8388]],
    [[8388, "8390"], [8388, 8390]],
    [["8388-8390", 8389, 8400], [8388, 8389, 8390, 8400]],
  ];
  for (const [value, ports] of cases) assertEquals(checkPorts(value, WHERE, 0), ports, JSON.stringify(value));
  assertEquals(checkPorts("1-1024", WHERE, 0).length, 1024);
});

test("what is no port, or too many, is refused", () => {
  const bad = ["", "a", "1-", "-1", "0-5", "5-4", "1-1025", "1-70000", -1, 65536, 1.5, null, {}, [[1]], [], [""]];
  for (const value of [...bad, ["1-1000", "2000-2100"]]) {
    assertThrows(() => checkPorts(value, WHERE, 0), ConfigError, "Cannot read c.json: server_port");
  }
  assertThrows(() => checkPorts(0, WHERE, 1), ConfigError, "expected a whole number from 1 to 65535");
});

test("a server serves all of its ports, and a client has a server at each", () => {
  const value = {
    server: ["a.example", "b.example:9"],
    server_port: "8388-8389",
    method: "aes-128-gcm",
    password: "x",
  };
  const server = loadQuietly({ ...value, server: "127.0.0.1" }, "server");
  assertEquals(server.servers.map(({ port, password }) => [port, password]), [[8388, "x"], [8389, "x"]]);
  const [local] = loadQuietly(value, "local").locals;
  assertEquals(local?.servers.map(({ host, port }) => `${host}:${port}`), [
    "a.example:8388",
    "b.example:9",
    "a.example:8389",
    "b.example:9",
  ]);
});
