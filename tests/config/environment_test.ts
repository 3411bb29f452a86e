import { assertEquals, assertThrows, test } from "#test";
import { fromEnvironment } from "../../config/environment.ts";
import { readConfigText } from "../../config/file.ts";
import { ConfigError } from "../../config/types.ts";

const env = (name: string) => ({ A: "one", B_2: "two", EMPTY: "" })[name];

test("a password that is the name of a variable is what the variable holds, wherever it stands", () => {
  const value = {
    password: "${A}",
    server: "${A}",
    port_password: { "1": "${B_2}", "2": "plain" },
    servers: [{ password: "${B_2}", users: [{ name: "${A}", password: "${A}" }] }],
  };
  assertEquals(fromEnvironment(value, "c.json", env), {
    password: "one",
    server: "${A}",
    port_password: { "1": "two", "2": "plain" },
    servers: [{ password: "two", users: [{ name: "${A}", password: "one" }] }],
  });
});

test("a text with more in it than a name stays as it is", () => {
  for (const password of ["$A", "${A", "a${A}", "${A}b", "${}", "${A B}", "${1}", 7, null, ["${A}"]]) {
    assertEquals(fromEnvironment({ password }, "c.json", env), { password });
  }
});

test("a variable that is not set is an error, and not a password", () => {
  for (const name of ["C", "EMPTY"]) {
    const value = { servers: [{ password: `\${${name}}` }] };
    const error = assertThrows(() => fromEnvironment(value, "c.json", env), ConfigError);
    assertEquals(
      error.message,
      `Cannot read c.json: servers[0].password: the variable ${name} of the environment is not set`,
    );
  }
});

test("our own files and those of rust name variables; the Python program and libev take the text for the password", () => {
  const text = '{"password": "${A}"}';
  for (const dialect of ["umbra", "rust"] as const) {
    assertEquals(readConfigText(text, "c.json", "server", dialect, env).parts.password, "one");
  }
  for (const dialect of ["python", "libev"] as const) {
    assertEquals(readConfigText(text, "c.json", "server", dialect, env).parts.password, "${A}");
  }
});

test("a file whose brackets stand too deep in each other is refused", () => {
  const text = `{dns: ${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  for (const dialect of ["umbra", "python"] as const) {
    assertThrows(() => readConfigText(text, "c.json", "server", dialect, env), ConfigError, "Cannot read c.json: dns");
  }
});
