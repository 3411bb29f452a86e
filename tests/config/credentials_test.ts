import { assert, assertEquals, assertRejects, assertThrows, test } from "#test";
import { localConfig } from "../../config/client_config.ts";
import { readCredentialsText, withCredentials } from "../../config/credentials_file.ts";
import { readConfigText } from "../../config/file.ts";
import { ConfigError } from "../../config/types.ts";
import { loadQuietly } from "./loading.ts";

const SERVER = { server: "a", method: "none" };

/** A file of shadowsocks-rust. */
const FILE = '{ /* RFC 1929 */ "password": {"users": [{"user_name": "ada", "password": "x"}]} }';

test("who may use a SOCKS5 port stands in the config, for one port or for each", () => {
  const credentials = [{ user: "ada", password: "x" }, { user: "bob", password: "y" }];
  assertEquals(loadQuietly({ ...SERVER, credentials }, "local").locals[0]?.credentials, credentials);
  const locals = [{ local_port: 1, credentials }, { local_port: 2 }];
  const ports = loadQuietly({ ...SERVER, locals }, "local").locals;
  assertEquals(ports.map((local) => local.credentials?.length), [2, undefined]);
});

test("or in a file of its own, as shadowsocks-rust has it", async () => {
  assertEquals(readCredentialsText(FILE, "auth.json"), [{ user: "ada", password: "x" }]);
  const text = JSON.stringify({
    ...SERVER,
    socks5_auth_config_path: "top.json",
    local_port: 1,
    locals: [{ local_port: 2, socks5_auth_config_path: "two.json" }, { local_port: 3 }],
  });
  const { parts } = readConfigText(text, "c.json", "local", "rust");
  const asked: string[] = [];
  const filled = await withCredentials(parts, (path) => {
    asked.push(path);
    return Promise.resolve(FILE);
  });
  assertEquals(asked.sort(), ["top.json", "two.json"]);
  assertEquals(localConfig(filled).locals.map((local) => local.credentials?.[0]?.user), ["ada", "ada", undefined]);
});

test("a wrong file of credentials is refused by its name, and nothing in it is shown", async () => {
  const form = "expected a list [{ user_name, password }, …]";
  const cases: [text: string, message: string][] = [
    ["{", "it is not JSON5 at line 1, column 2"],
    ["[]", `password.users: found nothing, ${form}`],
    ['{password: "hunter2"}', `password.users: found nothing, ${form}`],
    ["{password: {users: []}}", `password.users: found a list, ${form}`],
    ['{password: {users: ["hunter2"]}}', "password.users[0]: found a text, expected { user_name, password }"],
    [
      '{password: {users: [{user_name: "hunter2"}]}}',
      "password.users[0].password: found nothing, expected a text in quotes",
    ],
    [
      '{password: {users: [{user_name: "", password: "hunter2"}]}}',
      "password.users[0].user_name: found an empty text, expected a text of 1 to 255 bytes",
    ],
    [
      `{password: {users: [{user_name: "a", password: "${"hunter2".repeat(40)}"}]}}`,
      "password.users[0].password: found a text, expected a text of 1 to 255 bytes",
    ],
    [
      '{password: {users: [{user_name: "a", password: "b", role: "hunter2"}]}}',
      "password.users[0]: found an object, expected { user_name, password }",
    ],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => readCredentialsText(text, "auth.json"), ConfigError);
    assertEquals(error.message, `Cannot read auth.json: ${message}`);
    assert(!error.message.includes("hunter2"));
  }
  const parts = { credentialsFile: "gone.json" };
  await assertRejects(() => withCredentials(parts, () => Promise.reject(new ConfigError("gone"))), ConfigError, "gone");
});
