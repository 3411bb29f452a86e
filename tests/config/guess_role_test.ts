import { assertEquals, test } from "#test";
import { guessRole } from "../../config/guess_role.ts";

const CASES: [text: string, side: "server" | "local"][] = [
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

test("the side that a file is for is taken from its keys, whatever its dialect", () => {
  for (const [text, side] of CASES) {
    assertEquals(guessRole(text), side, text);
    assertEquals(guessRole(text.replaceAll(": ", ":")), side, text);
  }
});
