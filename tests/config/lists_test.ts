import { assertEquals, assertThrows, test } from "#test";
import { localConfig } from "../../config/client_config.ts";
import { readFlagValues } from "../../config/dashed.ts";
import { readConfigText } from "../../config/file.ts";
import { overlay } from "../../config/overlay.ts";
import type { Parts } from "../../config/parts.ts";
import { serverConfig } from "../../config/server_config.ts";
import { needsPassword } from "../../config/server_entry.ts";
import { ConfigError } from "../../config/types.ts";
import { loadQuietly } from "./loading.ts";

const METHOD = "aes-128-gcm";
const A = { server: "a.example", server_port: 1, method: METHOD, password: "x" };
const B = { address: "b.example", port: "2", method: "aes-256-gcm", password: "y", remarks: "far" };

/** What a client's file says. */
function said(value: object): Parts {
  return readConfigText(JSON.stringify(value), "c.json", "local").parts;
}

test("a client has every server of a list behind each port of a list", () => {
  const locals = [{ local_port: 1 }, {
    local_address: "::1",
    local_port: 2,
    protocol: "tunnel",
    tunnel_address: "h:3",
  }];
  const config = loadQuietly({ servers: [A, B], locals }, "local");
  assertEquals(config.locals.map(({ host, port, protocol }) => `${protocol} ${host} ${port}`), [
    "socks 127.0.0.1 1",
    "tunnel ::1 2",
  ]);
  for (const local of config.locals) {
    assertEquals(local.servers.map(({ host, port, name }) => [host, port, name]), [
      ["a.example", 1, undefined],
      ["b.example", 2, "far"],
    ]);
  }
});

test("shadowsocks is another name for servers", () => {
  assertEquals(loadQuietly({ shadowsocks: [A] }, "local"), loadQuietly({ servers: [A] }, "local"));
});

test("what stands beside a list is a server, and a port, too; an empty list is none", () => {
  const both = loadQuietly({ ...A, local_port: 1, servers: [B], locals: [{ local_port: 2 }] }, "local");
  assertEquals(both.locals.map(({ port }) => port), [1, 2]);
  assertEquals(both.locals[0]?.servers.map(({ host }) => host), ["a.example", "b.example"]);
  assertEquals(loadQuietly({ ...A, servers: [], locals: null }, "local"), loadQuietly(A, "local"));
});

test("what a server of a list does not say, the file around it may", () => {
  const servers = [{ server: "::", server_port: 1 }, {
    server: "::",
    server_port: 2,
    method: "aes-256-gcm",
    mode: "udp_only",
  }];
  const config = loadQuietly({ method: METHOD, password: "x", mode: "tcp_only", servers }, "server");
  assertEquals(config.servers, [
    { host: "::", port: 1, method: METHOD, password: "x", mode: "tcp_only" },
    { host: "::", port: 2, method: "aes-256-gcm", password: "x", mode: "udp_only" },
  ]);
});

test("users in a list are those of one port", () => {
  const users = [{ name: "ada", password: "x" }];
  const servers = [{ server: "::", port: 1, method: METHOD, users }, {
    server: "::",
    port: 2,
    method: METHOD,
    password: "y",
  }];
  const config = loadQuietly({ servers }, "server");
  assertEquals(config.servers.map((server) => server.users), [users, undefined]);
  assertEquals(config.servers.map((server) => server.password), ["", "y"]);
});

test("an entry that is disabled is passed over, whatever else is in it", () => {
  const config = loadQuietly({
    servers: [{ disabled: true, server: "h", plugin: "x", server_port: "no" }, { ...A, disabled: false }],
    locals: [{ disabled: true, protocol: "redir" }, { local_port: 5 }],
  }, "local");
  assertEquals([config.locals.length, config.locals[0]?.servers.length], [1, 1]);
  assertThrows(
    () => said({ disabled: true }),
    ConfigError,
    'disabled: belongs to an entry of "servers" or of "locals"',
  );
});

test("a client's server may carry one of the two alone, and its ports too", () => {
  const locals = [{ local_port: 1, mode: "tcp_only" }, { local_port: 2 }];
  const config = loadQuietly({ servers: [{ ...A, mode: "tcp_only" }, B], locals }, "local");
  assertEquals(config.locals.map(({ mode }) => mode), ["tcp_only", undefined]);
  assertEquals(config.locals[0]?.servers.map(({ mode }) => mode), ["tcp_only", undefined]);
});

test("one port is served once, but TCP and UDP of it may be two servers", () => {
  const at = (mode: string) => ({ server: "::", server_port: 9, method: METHOD, password: mode, mode });
  const { servers } = loadQuietly({ servers: [at("tcp_only"), at("udp_only")] }, "server");
  assertEquals(servers.length, 2);
  assertThrows(
    () => loadQuietly({ servers: [at("tcp_only"), at("tcp_and_udp")] }, "server"),
    ConfigError,
    "Cannot listen on :: port 9 twice",
  );
});

test("a password may come later for the servers that have none", () => {
  const { password: _, ...bare } = A;
  const parts = said({ servers: [bare, B] });
  assertEquals(needsPassword(parts), true);
  const filled = overlay(parts, { password: "later" });
  assertEquals(localConfig(filled).locals[0]?.servers.map(({ password }) => password), ["later", "y"]);
  assertEquals(needsPassword(said({ servers: [A, B] })), false);
});

test("links count before the servers of a file, and a server of the flags before the links of a file", () => {
  const link = "ss://YWVzLTEyOC1nY206dGVzdA@linked.example:9";
  const flags = readFlagValues({}, [link], "local");
  assertEquals(localConfig(overlay(said({ servers: [A, B] }), flags)).locals[0]?.servers.map(({ host }) => host), [
    "linked.example",
  ]);
  const file = readConfigText(`# my servers\n${link}\n`, "c.txt", "local").parts;
  const named = readFlagValues({ server: "named.example", method: METHOD, password: "x" }, [], "local");
  assertEquals(localConfig(overlay(file, named)).locals[0]?.servers.map(({ host }) => host), ["named.example"]);
});

test("a flag about one server, or one port, is not passed over beside a list", () => {
  const file = said({ servers: [A], locals: [{ local_port: 1 }] });
  for (const flag of [{ server: "h" }, { port: "1" }, { password: "x" }, { method: METHOD }]) {
    assertThrows(
      () => overlay(file, readFlagValues(flag, [], "local")),
      ConfigError,
      "beside servers in the config file",
    );
  }
  for (const flag of [{ "local-port": "1" }, { "local-address": "::1" }, { target: "h:1" }, { "remote-dns": "h" }]) {
    assertThrows(
      () => overlay(file, readFlagValues(flag, [], "local")),
      ConfigError,
      "beside locals in the config file",
    );
  }
  const { locals } = localConfig(overlay(said({ servers: [{ ...A, mode: "tcp_only" }] }), { mode: "udp_only" }));
  assertEquals([locals[0]?.mode, locals[0]?.servers[0]?.mode], ["udp_only", undefined]);
});

test("what ports serve is not said again by a flag beside their list, unless all serve that", () => {
  const file = said({ servers: [A], locals: [{ local_port: 1 }, { local_port: 2, protocol: "socks" }] });
  for (const protocol of ["dns", "tunnel"] as const) {
    assertThrows(() => overlay(file, { protocol }), ConfigError, "--protocol beside locals");
  }
  assertEquals(localConfig(overlay(file, { protocol: "socks" })).locals.map(({ protocol }) => protocol), [
    "socks",
    "socks",
  ]);
  const dns = said({ servers: [A], locals: [{ local_port: 1, protocol: "dns", remote_dns_address: "192.0.2.1" }] });
  assertEquals(localConfig(overlay(dns, { protocol: "dns" })).locals.map(({ protocol }) => protocol), ["dns"]);
  assertThrows(() => overlay(dns, { protocol: "socks" }), ConfigError, "--protocol beside locals");
});

test("a flag about one server is not passed over beside the links of a file", () => {
  const file = readConfigText("ss://YWVzLTEyOC1nY206dGVzdA@linked.example:9\n", "c.txt", "local").parts;
  for (const flag of [{ port: "1" }, { password: "x" }, { method: METHOD }]) {
    const flags = readFlagValues(flag, [], "local");
    assertThrows(() => overlay(file, flags), ConfigError, "beside the links of the config file");
  }
});

test("many servers are no trouble, too many are refused", () => {
  const servers = Array.from({ length: 1024 }, (_, i) => ({ ...A, server: "::", server_port: 1000 + i }));
  assertEquals(
    serverConfig(readConfigText(JSON.stringify({ servers }), "c.json", "server").parts).servers.length,
    1024,
  );
  assertThrows(
    () => said({ servers: [...servers, A] }),
    ConfigError,
    "servers: found a list, expected at most 1024 entries",
  );
});
