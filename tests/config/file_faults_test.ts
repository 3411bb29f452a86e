import { assertEquals, assertThrows, test } from "#test";
import { readConfigText } from "../../config/file.ts";
import type { Role } from "../../config/keys.ts";
import { ConfigError } from "../../config/types.ts";

test("what is wrong with a file is said in one sentence, without a secret", () => {
  const cases: [string, Role, string][] = [
    ["{", "server", "Cannot read c.json: it is not JSON5 at line 1, column 2"],
    ['{\n "password": "hun"ter2" }', "server", "Cannot read c.json: it is not JSON5 at line 2, column 19"],
    ["", "server", "Cannot read c.json: it is not JSON5 at line 1, column 1"],
    ["[]", "server", "Cannot read c.json: found a list, expected an object { … }"],
    ['"hunter2"', "server", "Cannot read c.json: found a text, expected an object { … }"],
    [
      "{server_port: 65536}",
      "server",
      "Cannot read c.json: server_port: found 65536, expected a whole number from 0 to 65535",
    ],
    ["{server_port: 0}", "local", "Cannot read c.json: server_port: found 0, expected a whole number from 1 to 65535"],
    [
      "{server_port: '80a'}",
      "local",
      'Cannot read c.json: server_port: found "80a", expected a whole number from 1 to 65535',
    ],
    [
      "{server_port: 80.5}",
      "server",
      "Cannot read c.json: server_port: found 80.5, expected a whole number from 0 to 65535",
    ],
    [
      "{'server-port': 1, server_port: 2}",
      "server",
      'Cannot read c.json: server_port: stands there twice, as "server-port" too',
    ],
    ["{password: 123456}", "server", "Cannot read c.json: password: found a number, expected a text in quotes"],
    ["{password: ['hunter2']}", "server", "Cannot read c.json: password: found a list, expected a text in quotes"],
    [
      "{port_password: 'hunter2'}",
      "server",
      'Cannot read c.json: port_password: found a text, expected an object { "PORT": "PASSWORD", … }',
    ],
    [
      "{port_password: {hunter2: 'x'}}",
      "server",
      "Cannot read c.json: port_password.*: found a text, expected a whole number from 0 to 65535",
    ],
    [
      "{port_password: {'80': 81}}",
      "server",
      "Cannot read c.json: port_password.80: found a number, expected a text in quotes",
    ],
    [
      "{port_password: {'80': 'x'}}",
      "local",
      'Cannot read c.json: port_password: belongs to a server: expected "server_port" and "password"',
    ],
    [
      "{port_password: {'80': 'x'}, server: 'a:1'}",
      "server",
      "Cannot read c.json: server: names a port, and so does port_password: expected one of the two",
    ],
    ["{server: []}", "local", "Cannot read c.json: server: found a list, expected at least one address or name"],
    [
      "{server: 'a b'}",
      "local",
      'Cannot read c.json: server: found "a b", expected an IP address or a name, with :PORT behind it or without',
    ],
    [
      "{local_address: '::1::'}",
      "local",
      'Cannot read c.json: local_address: found "::1::", expected an IP address or a name',
    ],
    [
      "{idle_timeout: -1}",
      "server",
      "Cannot read c.json: idle_timeout: found -1, expected a number of seconds from 1 to 2147483",
    ],
    [
      "{idle_timeout: NaN}",
      "server",
      "Cannot read c.json: idle_timeout: found NaN, expected a number of seconds from 1 to 2147483",
    ],
    ["{salts: 1.5}", "server", "Cannot read c.json: salts: found 1.5, expected a whole number from 1 to 1000000000"],
    [
      "{mode: 'both'}",
      "server",
      'Cannot read c.json: mode: found "both", expected one of tcp_only, udp_only, tcp_and_udp',
    ],
    ["{mode: true}", "local", "Cannot read c.json: mode: found true, expected one of tcp_only, udp_only, tcp_and_udp"],
    [
      "{udp_timeout: 59.9}",
      "server",
      "Cannot read c.json: udp_timeout: found 59.9, expected a number of seconds from 60 to 2147483",
    ],
    [
      "{udp_lookup_timeout: 0}",
      "server",
      "Cannot read c.json: udp_lookup_timeout: found 0, expected a number of seconds from 1 to 2147483",
    ],
    [
      "{udp_max_associations: '0'}",
      "local",
      'Cannot read c.json: udp_max_associations: found "0", expected a whole number from 1 to 1000000000',
    ],
    [
      "{tunnel_address: ['dns.example', 53]}",
      "tunnel",
      "Cannot read c.json: tunnel_address: found a list, expected " +
      "HOST:PORT, a port from 1 to 65535 and an IPv6 address in brackets without a zone",
    ],
    [
      "{tunnel_remote: 'dns.example'}",
      "tunnel",
      'Cannot read c.json: tunnel_remote: is not read in this version: expected "tunnel_address" with host and port',
    ],
    [
      "{users: [{name: 'a', password: 'hunter2'}]}",
      "tunnel",
      'Cannot read c.json: users: belongs to a server: expected "password" with the key of one user, behind that of ' +
      "the server and a colon for a method of 2022",
    ],
    [
      "{local_udp_port: 1081}",
      "local",
      "Cannot read c.json: local_udp_port: UDP has the address and port of TCP in this version",
    ],
    [
      "{protocol: 'http'}",
      "local",
      'Cannot read c.json: protocol: "http" is not supported in this version, expected one of socks, tunnel, dns',
    ],
    [
      "{protocol: 'sock'}",
      "local",
      'Cannot read c.json: protocol: found "sock", expected one of socks, tunnel, dns',
    ],
    [
      "{dns_answer_timeout: 0}",
      "dns",
      "Cannot read c.json: dns_answer_timeout: found 0, expected a number of seconds from 0.1 to 2147483",
    ],
    [
      "{dns_max_questions: 0}",
      "dns",
      "Cannot read c.json: dns_max_questions: found 0, expected a whole number from 1 to 1000000000",
    ],
    [
      "{protocol: 'socks'}",
      "tunnel",
      'Cannot read c.json: protocol: found "socks", expected tunnel, which is all that umbra tunnel serves',
    ],
    [
      "{crypto: 'openssl'}",
      "server",
      'Cannot read c.json: crypto: found "openssl", expected one of auto, native, node, wasm, noble, or the absolute path ' +
      "of a libcrypto",
    ],
    ["{plugin: 'v2ray-plugin'}", "server", "Cannot read c.json: plugin: plugins are not supported in this version"],
    ["{method: ['aes-256-gcm']}", "server", "Cannot read c.json: method: found a list, expected a text"],
  ];
  for (const [text, role, message] of cases) {
    assertEquals(assertThrows(() => readConfigText(text, "c.json", role), ConfigError).message, message, text);
  }
});
