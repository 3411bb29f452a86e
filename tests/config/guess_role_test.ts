import { assertEquals, test } from "#test";
import { guessRole } from "../../config/guess_role.ts";
import type { Role } from "../../config/keys.ts";

const CASES: [text: string, role: Role][] = [
  ['{"server": "192.0.2.1", "server_port": 8388, "password": "x"}', "server"],
  ['{"server": "0.0.0.0", "local_address": "127.0.0.1", "local_port": 1080}', "server"],
  ['{"server": ["[::0]", "0.0.0.0"], "local_port": 1080}', "server"],
  ['{"server": "::", "local_port": 1080}', "server"],
  ['{"server": "my_server_ip", "local_address": "127.0.0.1", "local_port": 1080}', "local"],
  ['{"server": "192.0.2.1", "local-port": 1080}', "local"],
  ["{ server: '192.0.2.1', protocol: 'dns' }", "local"],
  ['{"port_password": {"8388": "x"}, "local_port": 1080}', "server"],
  ['{"servers": [{"server": "192.0.2.1", "users": []}]}', "server"],
  ['{"servers": [{"server": "192.0.2.1"}], "locals": [{}]}', "local"],
  ['{"version": 1, "servers": [{"server": "192.0.2.1"}]}', "local"],
  ["keys:\n  - id: user-0\n    port: 9000\n", "server"],
  ["services:\n  - listeners:\n", "server"],
  ["\nss://YWVzLTI1Ni1nY206c2VjcmV0@example.com:8388\n", "local"],
  ["# mine\nss://YWVzLTI1Ni1nY206c2VjcmV0@example.com:8388\n", "local"],
  ['[{"server": "192.0.2.1"}]', "local"],
  ["not a config", "server"],
  ["", "server"],
];

test("the command that a file is for is taken from its keys, whatever its form", () => {
  for (const [text, role] of CASES) {
    assertEquals(guessRole(text, "umbra"), role, text);
    assertEquals(guessRole(text.replaceAll(": ", ":"), "umbra"), role, text);
  }
});

test("where a tunnel leads is for ss-tunnel alone in libev's dialect, and for any client in ours", () => {
  const file = '{"server": "192.0.2.1", "local_port": 53, "tunnel_address": "192.0.2.53:53"}';
  assertEquals(guessRole(file, "libev"), "tunnel");
  for (const dialect of ["umbra", "python", "rust"] as const) assertEquals(guessRole(file, dialect), "local");
});
