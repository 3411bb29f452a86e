import { assertEquals, assertThrows, test } from "#test";
import { localConfig, tunnelConfig } from "../../config/client_config.ts";
import { readFlagValues } from "../../config/dashed.ts";
import { serverConfig } from "../../config/server_config.ts";
import { ConfigError } from "../../config/types.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";

/** A key of the default method. */
const KEY = btoa("key of the tests");

const LINK = "ss://aes-256-gcm:secret@example.com:9000#home";

test("a client's flags make a local port and a server", () => {
  const flags = { server: "example.com:9000", password: "secret", method: "AES-128-GCM", "local-port": "0" };
  const limits = { "idle-timeout": "10", keepalive: "5" };
  assertEquals(localConfig(readFlagValues({ ...flags, ...limits, crypto: "noble" }, [], "local")), {
    servers: [],
    locals: [{
      host: "127.0.0.1",
      port: 0,
      protocol: "socks",
      servers: [{ host: "example.com", port: 9000, method: "aes-128-gcm", password: "secret" }],
    }],
    limits: { ...DEFAULT_LIMITS, idle: 10, keepalive: 5 },
    crypto: "noble",
    allowLegacy: false,
  });
});

test("the mode is that of every port that is served, and of no server behind a client", () => {
  const portPassword = [{ port: 1, password: "a" }, { port: 2, password: "b" }];
  const parts = { method: "aes-256-gcm", portPassword, mode: "udp_only" as const };
  assertEquals(serverConfig(parts).servers.map(({ mode }) => mode), ["udp_only", "udp_only"]);
  const [local] = localConfig(readFlagValues({ mode: "tcp_only" }, [LINK], "local")).locals;
  assertEquals([local?.mode, local?.servers[0]?.mode], ["tcp_only", undefined]);
});

test("a tunnel is a client with a target", () => {
  const flags = { target: "[::1]:53", "local-port": "5353", "udp-timeout": "60", "udp-max-associations": "9" };
  const { locals, limits } = tunnelConfig(readFlagValues(flags, [LINK], "tunnel"));
  assertEquals(locals, [{
    host: "127.0.0.1",
    port: 5353,
    protocol: "tunnel",
    target: { host: "::1", port: 53 },
    servers: [{ host: "example.com", port: 9000, method: "aes-256-gcm", password: "secret", name: "home" }],
  }]);
  assertEquals(limits, { ...DEFAULT_LIMITS, udp: 60, udpAssociations: 9 });
  assertThrows(() => tunnelConfig(readFlagValues({}, [LINK], "tunnel")), ConfigError, "Cannot start the tunnel: ");
});

test("a client takes several links", () => {
  const { locals } = localConfig(readFlagValues({}, [LINK, LINK.replace("example", "example2")], "local"));
  assertEquals(locals[0]?.servers.map((server) => server.host), ["example.com", "example2.com"]);
});

test("a link and flags that describe a server exclude each other", () => {
  const error = assertThrows(() => readFlagValues({ method: "none" }, [LINK], "local"), ConfigError);
  assertEquals(
    error.message,
    "Cannot read the command line: --method: the link says this already: expected the one or the other",
  );
});

test("a client needs a server with a port", () => {
  assertThrows(() => localConfig({}), ConfigError, "Cannot start the client: no server is named");
  const zero = { places: [{ host: "a", port: 0 }], password: KEY };
  assertThrows(() => localConfig(zero), ConfigError, "the server's port is 0");
});
