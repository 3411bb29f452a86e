import { assertEquals, assertThrows, test } from "#test";
import { dnsConfig, localConfig } from "../../config/client_config.ts";
import { readConfigText } from "../../config/file.ts";
import type { Role } from "../../config/keys.ts";
import { ConfigError } from "../../config/types.ts";

const ENTRY = { host: "h", port: 1, method: "none", password: "" };

/** What a value reads as. */
function read(value: object, role: Role) {
  return readConfigText(JSON.stringify(value), "c.json", role);
}

/** The one port of a client whose file says this beside its server. */
function localOf(value: object, role: "local" | "dns" = "local") {
  const { parts, warnings } = read({ server: "h:1", method: "none", ...value }, role);
  assertEquals(warnings, []);
  return (role === "dns" ? dnsConfig(parts) : localConfig(parts)).locals[0];
}

test("the protocol of a client's file says what it serves", () => {
  const at = { host: "127.0.0.1", servers: [ENTRY] };
  assertEquals(localOf({}), { ...at, port: 1080, protocol: "socks" });
  assertEquals(localOf({ protocol: "socks", tunnel_address: "" }), { ...at, port: 1080, protocol: "socks" });
  const target = { host: "i", port: 53 };
  const tunnel = localOf({ protocol: "tunnel", tunnel_address: "i:53" });
  assertEquals(tunnel, { ...at, port: 1080, protocol: "tunnel", target });
  assertEquals(localOf({ protocol: "dns" }), { ...at, port: 5353, protocol: "dns" });
  assertEquals(localOf({ protocol: "dns" }, "dns"), { ...at, port: 5353, protocol: "dns" });
  const udp = localOf({ protocol: "dns", local_port: 53, mode: "udp_only" });
  assertEquals(udp, { ...at, port: 53, protocol: "dns", mode: "udp_only" });
});

test("DNS servers stand with their ports or beside them", () => {
  const cases: [value: object, remote?: [string, number] | undefined, local?: [string, number]][] = [
    [{}],
    [{ remote_dns_address: "", local_dns_address: "", remote_dns_port: 53, local_dns_port: "53" }],
    [{ remote_dns_address: "dns.example" }, ["dns.example", 53]],
    [{ remote_dns_address: "1.1.1.1", remote_dns_port: 5300 }, ["1.1.1.1", 5300]],
    [{ "remote-dns-port": "5300", "remote-dns-address": "::1" }, ["::1", 5300]],
    [{ remote_dns_address: "[2001:db8::1]:54" }, ["2001:db8::1", 54]],
    [{ local_dns_address: "127.0.0.53" }, undefined, ["127.0.0.53", 53]],
    [{ remote_dns_address: "9.9.9.9", local_dns_address: "::1", local_dns_port: 54 }, ["9.9.9.9", 53], ["::1", 54]],
  ];
  for (const [value, remote, local] of cases) {
    const { remoteDns, localDns } = localOf(value, "dns")!;
    assertEquals([remoteDns, localDns], [remote, local].map((at) => at && { host: at[0], port: at[1] }));
    assertEquals(localOf({ ...value, protocol: "dns" })?.remoteDns, remoteDns);
  }
});

test("questions go on by what the file says", () => {
  for (const over of ["tcp", "udp"]) assertEquals(localOf({ remote_dns_over: over }, "dns")?.remoteDnsOver, over);
  assertEquals(localOf({}, "dns")?.remoteDnsOver, undefined);
});

test("a server that shares the file passes over what its client serves", () => {
  const value = { protocol: "dns", remote_dns_address: "a/b", local_dns_port: 0 };
  assertEquals(read(value, "server"), {
    parts: {},
    warnings: [
      "c.json: protocol is not used by a server",
      "c.json: remote_dns_address is not used by a server",
      "c.json: local_dns_port is not used by a server",
    ],
  });
});

test("what is wrong with the keys of a local port is said in one sentence", () => {
  const address = "expected an IP address, with :PORT from 1 behind it or without";
  const ofDns = 'belongs to a DNS port: expected "protocol": "dns", or umbra dns to be run';
  const cases: [Role, object, string][] = [
    ["local", { protocol: "tunnel" }, 'protocol: is tunnel, which leads nowhere: expected "tunnel_address" beside it'],
    [
      "local",
      { protocol: "dns", tunnel_address: "h:1" },
      'tunnel_address: belongs to a tunnel: expected "protocol": "tunnel", or umbra tunnel to be run',
    ],
    ...["redir", "tun", "fake-dns", "http"].map((name): [Role, object, string] => [
      "local",
      { protocol: name },
      `protocol: "${name}" is not supported in this version, expected one of socks, tunnel, dns`,
    ]),
    ["local", { protocol: ["dns"] }, "protocol: found a list, expected one of socks, tunnel, dns"],
    ["dns", { protocol: "socks" }, 'protocol: found "socks", expected dns, which is all that umbra dns serves'],
    ["local", { remote_dns_address: "1.1.1.1" }, `remote_dns_address: ${ofDns}`],
    ["local", { protocol: "socks", remote_dns_over: "udp" }, `remote_dns_over: ${ofDns}`],
    ["local", { local_dns_address: "1.1.1.1" }, `local_dns_address: ${ofDns}`],
    ["tunnel", { local_dns_port: 54 }, "local_dns_port: belongs to a DNS port: expected umbra dns to be run"],
    [
      "dns",
      { remote_dns_port: 54 },
      'remote_dns_port: names a port alone, expected "remote_dns_address" beside it',
    ],
    [
      "dns",
      { local_dns_port: 54, local_dns_address: "::1", remote_dns_address: "h:1", remote_dns_port: 1 },
      "remote_dns_port: names a port, and so does remote_dns_address: expected one of the two",
    ],
    ["dns", { remote_dns_port: 0 }, "remote_dns_port: found 0, expected a whole number from 1 to 65535"],
    [
      "dns",
      { remote_dns_address: 8 },
      "remote_dns_address: found 8, expected an IP address or a name, with :PORT behind it or without",
    ],
    [
      "dns",
      { remote_dns_address: "h:0" },
      'remote_dns_address: found "h:0", expected an IP address without a zone or a name, ' +
      "with :PORT from 1 behind it or without",
    ],
    ["dns", { local_dns_address: "dns.example" }, `local_dns_address: found "dns.example", ${address}`],
    ["dns", { local_dns_address: ["::1"] }, `local_dns_address: found a list, ${address}`],
    ["dns", { remote_dns_over: "tls" }, 'remote_dns_over: found "tls", expected one of tcp, udp'],
  ];
  for (const [role, value, message] of cases) {
    assertEquals(assertThrows(() => read(value, role), ConfigError).message, `Cannot read c.json: ${message}`);
  }
});
