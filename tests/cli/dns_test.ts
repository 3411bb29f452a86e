import { assertEquals, test } from "#test";
import { runIn } from "./fake.ts";

const SERVER = { host: "example.com", port: 9000, method: "aes-256-gcm", password: "hunter2" };
const LINK = "ss://aes-256-gcm:hunter2@example.com:9000";
const DNS = { host: "127.0.0.1", port: 5353, protocol: "dns" as const, servers: [SERVER] };

test("a link is all that a DNS port needs", async () => {
  const { code, configs, out, err } = await runIn({}, "dns", LINK);
  assertEquals({ code, out }, { code: 0, out: "" });
  assertEquals(configs[0]?.locals, [DNS]);
  assertEquals(err.includes("hunter2"), false);
});

test("flags describe the server, the local port and who is asked", async () => {
  const server = ["-s", "example.com", "-p9000", "-k", "hunter2", "-m", "aes-256-gcm"];
  const asked = ["--remote-dns", "dns.example", "--local-dns=[::1]:54", "--acl", "a.acl"];
  const { configs: [said] } = await runIn({}, "dns", ...server, "-b", "::1", "-l", "0", "--mode", "udp_only", ...asked);
  const remoteDns = { host: "dns.example", port: 53 };
  const localDns = { host: "::1", port: 54 };
  assertEquals(said?.locals, [{ ...DNS, host: "::1", port: 0, mode: "udp_only", remoteDns, localDns }]);
  assertEquals(said?.acl, "a.acl");
});

test("a config file describes the same, and flags count before it, with their ports", async () => {
  const text = `{server: "example.com:9000", password: "hunter2", method: "aes-256-gcm", protocol: "dns",
    remote_dns_address: "1.1.1.1", remote_dns_port: 5300, remote_dns_over: "udp",
    dns_answer_timeout: 2, dns_max_questions: 9}`;
  const world = { files: { "c.json": text } };
  for (const command of ["dns", "local"]) {
    const { configs: [said] } = await runIn(world, command, "-c", "c.json");
    assertEquals(said?.locals, [{ ...DNS, remoteDns: { host: "1.1.1.1", port: 5300 }, remoteDnsOver: "udp" }]);
    assertEquals([said?.limits.dnsAnswer, said?.limits.dnsQuestions], [2, 9]);
  }
  const { configs: [over] } = await runIn(world, "dns", "-c", "c.json", "--remote-dns", "9.9.9.9");
  assertEquals(over?.locals, [{ ...DNS, remoteDns: { host: "9.9.9.9", port: 53 }, remoteDnsOver: "udp" }]);
});

test("questions that come in datagrams alone may pass a proxy: they go on by TCP", async () => {
  const proxy = ["--outbound-proxy", "socks5://127.0.0.1:1080"];
  const { code, configs } = await runIn({}, "dns", LINK, "--mode", "udp_only", ...proxy);
  assertEquals([code, configs[0]?.locals], [0, [{ ...DNS, mode: "udp_only" }]]);
});

test("a key that stands nowhere comes from the environment", async () => {
  const words = ["dns", "-s", "example.com:9000", "-m", "aes-256-gcm"];
  const { configs } = await runIn({ env: { UMBRA_PASSWORD: "hunter2" } }, ...words);
  assertEquals(configs[0]?.locals, [DNS]);
});
