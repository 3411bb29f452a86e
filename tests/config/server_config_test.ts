import { assertEquals, assertThrows, test } from "#test";
import { DEFAULT_METHOD } from "../../config/defaults.ts";
import { serverConfig } from "../../config/server_config.ts";
import { ConfigError } from "../../config/types.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";

/** A key of the default method. */
const KEY = btoa("key of the tests");

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
