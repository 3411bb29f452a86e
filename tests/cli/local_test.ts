import { assertEquals, test } from "#test";
import { runIn } from "./fake.ts";

const SERVER = { host: "example.com", port: 9000, method: "aes-256-gcm", password: "hunter2" };
const LINK = "ss://aes-256-gcm:hunter2@example.com:9000";

test("a link is all that a client needs", async () => {
  const { code, configs, out, err } = await runIn({}, "local", LINK);
  assertEquals({ code, out }, { code: 0, out: "" });
  assertEquals(configs[0]?.locals, [{ host: "127.0.0.1", port: 1080, protocol: "socks", servers: [SERVER] }]);
  assertEquals(err.includes("hunter2"), false);
});

test("flags describe the same", async () => {
  const server = ["-s", "example.com", "-p9000", "-k", "hunter2", "-m", "aes-256-gcm"];
  const { configs } = await runIn({}, "local", ...server, "-b", "::1", "-l", "0", "--crypto=noble");
  assertEquals(configs[0]?.locals, [{ host: "::1", port: 0, protocol: "socks", servers: [SERVER] }]);
  assertEquals(configs[0]?.crypto, "noble");
});

test("a config file describes the same, and flags count before it", async () => {
  const text = `{server: "example.com", server_port: 9000, password: "x", method: "aes-256-gcm", local_port: 1081}`;
  const { configs } = await runIn({ files: { "c.json": text } }, "local", "-c", "c.json", "-k", "hunter2");
  assertEquals(configs[0]?.locals, [{ host: "127.0.0.1", port: 1081, protocol: "socks", servers: [SERVER] }]);
});

test("the mode and the limits of UDP are those of the flags", async () => {
  const udp = ["--mode", "udp_only", "--udp-timeout=90.5", "--udp-max-associations", "64"];
  for (const command of [["local", LINK], ["server", "-k", "hunter2", "-m", "aes-256-gcm"]]) {
    const { configs: [config] } = await runIn({}, ...command, ...udp);
    assertEquals([...config?.locals ?? [], ...config?.servers ?? []].map(({ mode }) => mode), ["udp_only"]);
    assertEquals([config?.limits.udp, config?.limits.udpAssociations], [90.5, 64]);
  }
});

test("a key that stands nowhere comes from the environment or the terminal", async () => {
  const words = ["local", "-s", "example.com:9000", "-m", "aes-256-gcm"];
  const worlds = [
    { env: { UMBRA_PASSWORD: "hunter2" } },
    { env: { SS_SERVER_PASSWORD: "hunter2" } },
    { terminals: ["stdin" as const], typed: "hunter2" },
  ];
  for (const world of worlds) assertEquals((await runIn(world, ...words)).configs[0]?.locals[0]?.servers, [SERVER]);
});

test("a key without a method is one of the default method", async () => {
  const key = btoa("key of the tests");
  const { configs } = await runIn({}, "local", "-s", "h", "-k", `${key}:${key}`);
  assertEquals(configs[0]?.locals[0]?.servers, [
    { host: "h", port: 8388, method: "2022-blake3-aes-128-gcm", password: `${key}:${key}` },
  ]);
});

test("a link has its own key, whatever the environment holds", async () => {
  const { configs } = await runIn({ env: { UMBRA_PASSWORD: "other" } }, "local", LINK);
  assertEquals(configs[0]?.locals[0]?.servers, [SERVER]);
});
