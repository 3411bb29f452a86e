import { assertEquals, assertThrows, test } from "#test";
import { localConfig } from "../../config/client_config.ts";
import { readFlagValues } from "../../config/dashed.ts";
import { overlay } from "../../config/overlay.ts";
import { ConfigError } from "../../config/types.ts";

const LINK = "ss://aes-256-gcm:secret@example.com:9000#home";

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
