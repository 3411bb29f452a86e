import { assertEquals, test } from "#test";
import { runIn } from "./fake.ts";

const SERVER = { host: "example.com", port: 9000, method: "aes-256-gcm", password: "hunter2" };
const LINK = "ss://aes-256-gcm:hunter2@example.com:9000";
const TUNNEL = { host: "127.0.0.1", port: 1080, protocol: "tunnel" as const, servers: [SERVER] };

test("a link and a target are all that a tunnel needs", async () => {
  for (const flag of [["-L", "dns.example:53"], ["--target=dns.example:53"]]) {
    const { code, configs, out, err } = await runIn({}, "tunnel", LINK, ...flag);
    assertEquals({ code, out }, { code: 0, out: "" });
    assertEquals(configs[0]?.locals, [{ ...TUNNEL, target: { host: "dns.example", port: 53 } }]);
    assertEquals(err.includes("hunter2"), false);
  }
});

test("flags describe the server, the local port and what is carried", async () => {
  const server = ["-s", "example.com", "-p9000", "-k", "hunter2", "-m", "aes-256-gcm"];
  const { configs } = await runIn({}, "tunnel", ...server, "-L[::1]:53", "-b", "::1", "-l", "0", "--mode", "udp_only");
  const target = { host: "::1", port: 53 };
  assertEquals(configs[0]?.locals, [{ ...TUNNEL, host: "::1", port: 0, target, mode: "udp_only" }]);
});

test("a config file describes the same, and flags count before it", async () => {
  const text = `{server: "example.com:9000", password: "hunter2", method: "aes-256-gcm", local_port: 5353,
    tunnel_address: "127.0.0.53:53", mode: "tcp_and_udp", udp_timeout: 60}`;
  const world = { files: { "c.json": text } };
  const tunnel = { ...TUNNEL, port: 5353, mode: "tcp_and_udp" as const };
  const { configs: [said] } = await runIn(world, "tunnel", "-c", "c.json");
  assertEquals(said?.locals, [{ ...tunnel, target: { host: "127.0.0.53", port: 53 } }]);
  assertEquals(said?.limits.udp, 60);
  const { configs: [over] } = await runIn(world, "tunnel", "-c", "c.json", "-L", "dns.example:54", "--mode=tcp_only");
  assertEquals(over?.locals, [{ ...tunnel, mode: "tcp_only", target: { host: "dns.example", port: 54 } }]);
});

test("a key that stands nowhere comes from the environment", async () => {
  const words = ["tunnel", "-s", "example.com:9000", "-m", "aes-256-gcm", "-L", "dns.example:53"];
  const { configs } = await runIn({ env: { UMBRA_PASSWORD: "hunter2" } }, ...words);
  assertEquals(configs[0]?.locals[0]?.servers, [SERVER]);
});
