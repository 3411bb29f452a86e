import { assertEquals, assertThrows, test } from "#test";
import { localConfig, serverConfig, tunnelConfig } from "../../config/build.ts";
import { readFlagValues } from "../../config/dashed.ts";
import { DEFAULT_METHOD } from "../../config/defaults.ts";
import { overlay } from "../../config/parts.ts";
import { ConfigError } from "../../config/types.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";

/** A key of the default method. */
const KEY = btoa("key of the tests");

const LINK = "ss://aes-256-gcm:secret@example.com:9000#home";

test("a server needs a password and nothing else", () => {
  assertEquals(serverConfig({ password: KEY }), {
    servers: [{ host: "::", port: 8388, method: DEFAULT_METHOD, password: KEY }],
    locals: [],
    limits: DEFAULT_LIMITS,
    crypto: "auto",
    allowLegacy: false,
  });
});

test("a server serves every port at every place, and no IPv4 beside the address that includes it", () => {
  const portPassword = [{ port: 1, password: "a" }, { port: 2, password: "b" }];
  const { servers } = serverConfig({
    method: "aes-256-gcm",
    portPassword,
    places: [{ host: "::0" }, { host: "0.0.0.0" }, { host: "10.0.0.1" }],
  });
  assertEquals(servers.map(({ host, port, password }) => `${host} ${port} ${password}`), [
    "::0 1 a",
    "10.0.0.1 1 a",
    "::0 2 b",
    "10.0.0.1 2 b",
  ]);
});

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

test("flags count before the file, its ports included", () => {
  const file = { places: [{ host: "a", port: 1 }], password: "x", limits: { idle: 1, connect: 2 } };
  const flag = { source: "the command line", key: "--password" };
  const both = overlay(file, readFlagValues({ port: "2", password: "y", "idle-timeout": "3" }, [], "local"));
  assertEquals(both, {
    places: [{ host: "a" }],
    port: 2,
    password: "y",
    limits: { idle: 3, connect: 2 },
    at: { password: flag },
  });
});

test("a link takes the place of the file's server and leaves the rest", () => {
  const file = { places: [{ host: "a" }], port: 1, password: "x", method: "none", name: "n", localPort: 9 };
  const { locals } = localConfig(overlay(file, readFlagValues({}, [LINK], "local")));
  assertEquals(locals[0]?.port, 9);
  assertEquals(locals[0]?.servers, [
    { host: "example.com", port: 9000, method: "aes-256-gcm", password: "secret", name: "home" },
  ]);
});

test("a flag for one port and a file with several exclude each other", () => {
  const file = { portPassword: [{ port: 1, password: "x" }] };
  assertThrows(() => overlay(file, { port: 2 }), ConfigError, "Cannot use --port or --password beside port_password");
});

test("only method none goes without a password", () => {
  assertEquals(serverConfig({ method: "none" }).servers[0]?.password, "");
  assertThrows(() => serverConfig({}), ConfigError, "Cannot start without a password");
  const method = "aes-256-gcm";
  assertThrows(() => serverConfig({ method, password: "" }), ConfigError, "Cannot use an empty password");
  assertThrows(
    () => serverConfig({ method, portPassword: [{ port: 1, password: "" }] }),
    ConfigError,
    "empty password",
  );
});

test("a client needs a server with a port", () => {
  assertThrows(() => localConfig({}), ConfigError, "Cannot start the client: no server is named");
  const zero = { places: [{ host: "a", port: 0 }], password: KEY };
  assertThrows(() => localConfig(zero), ConfigError, "the server's port is 0");
});
