import { assertEquals, assertThrows, test } from "#test";
import { readConfigText } from "../../config/file.ts";
import { ConfigError } from "../../config/types.ts";
import { loadText } from "./loading.ts";

const KEYS = "keys: [{id: ada, cipher: AES-128-GCM, secret: '0123'}]";

/** The servers of a config, each on one line. */
function load(text: string): string[] {
  return loadText(text, "outline.yml", "server", "umbra").config.servers.map(({ host, port, mode, method, users }) =>
    `${host} ${port} ${mode} ${method} ${users?.map((user) => `${user.name}=${user.password}`)}`
  );
}

test("each address that is listened on is a server with the service's keys as its users", () => {
  const text = `
services:
  - listeners:
      - {type: tcp, address: "[::]:9000"}
      - {type: udp, address: "[::]:9000"}
      - {type: tcp, address: "127.0.0.1:9001"}
      - {type: udp, address: ":9002"}
    ${KEYS}
`;
  assertEquals(load(text), [
    ":: 9000 tcp_and_udp aes-128-gcm ada=0123",
    "127.0.0.1 9001 tcp_only aes-128-gcm ada=0123",
    ":: 9002 udp_only aes-128-gcm ada=0123",
  ]);
});

test("the older list says the port with each key, and both may stand in one file", () => {
  const text = `
keys:
- {id: a, port: 1, cipher: chacha20-ietf-poly1305, secret: x}
- {id: b, port: 2, cipher: aes-256-gcm, secret: y}
- {id: c, port: 1, cipher: chacha20-ietf-poly1305, secret: z}
services:
- listeners: [{type: direct, address: 'udp://127.0.0.1:3'}]
  keys: [{id: d, cipher: aes-128-gcm, secret: w}]
  dialer:
`;
  assertEquals(load(text), [
    "127.0.0.1 3 udp_only aes-128-gcm d=w",
    ":: 1 tcp_and_udp chacha20-ietf-poly1305 a=x,c=z",
    ":: 2 tcp_and_udp aes-256-gcm b=y",
  ]);
});

test("a key that is not known is said to be none", () => {
  const text = "keys:\n- {id: a, port: 1, cipher: aes-256-gcm, secret: x, rate_limit: 5, cypher: y}\nservises: []";
  assertEquals(readConfigText(text, "o.yml", "server").warnings, [
    'o.yml: servises is not a key that is known here; the nearest known one is "services"',
    "o.yml: keys[0].rate_limit is not a key that is known here",
    'o.yml: keys[0].cypher is not a key that is known here; the nearest known one is "cipher"',
  ]);
});

test("YAML that is none of the Outline server's is refused, and so is what it cannot do here", () => {
  const listeners = (text: string) => `services: [{listeners: [${text}], ${KEYS.replace(/^keys:/, "keys:")}}]`;
  const cases: [text: string, message: string][] = [
    ["server: a", "found YAML without services and keys, expected an Outline server's file, or JSON5"],
    ["web: {servers: [{id: a}]}\nkeys: []", "web: websockets are not supported in this version"],
    ["services: {a: b}", "services: found an object, expected a list"],
    ["services: [a]", "services[0]: found a text, expected an object"],
    ["keys: [{id: a}]", "keys[0].port: found nothing, expected a whole number from 1 to 65535"],
    ["services: [{listeners: []}]", "services[0].keys: found nothing, expected at least one key"],
    [
      listeners("{type: quic}"),
      'services[0].listeners[0].type: found "quic", expected tcp, udp, or direct with tcp:// or udp://',
    ],
    [
      listeners("{type: direct, address: 'unix:///x'}"),
      'services[0].listeners[0].type: found "direct", expected tcp, udp, or direct with tcp:// or udp://',
    ],
    [listeners("{type: tcp, address: 'h'}"), 'services[0].listeners[0].address: found "h", expected HOST:PORT'],
    [
      "keys: [{id: a, port: 1, cipher: aes-256-gmc, secret: x}]",
      'keys[0].cipher: found "aes-256-gmc", expected one of those that umbra methods lists; ' +
      'the nearest known one is "aes-256-gcm"',
    ],
    [
      "keys: [{id: a, port: 1, cipher: aes-256-gcm, secret: ''}]",
      'keys[0].secret: found "", expected a text that is not empty',
    ],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => readConfigText(text, "o.yml", "server"), ConfigError);
    assertEquals(error.message, `Cannot read o.yml: ${message}`, text);
  }
});

test("two users with one name or one key are refused", () => {
  const text =
    "keys: [{id: a, port: 1, cipher: aes-256-gcm, secret: x}, {id: b, port: 1, cipher: aes-256-gcm, secret: x}]";
  assertThrows(() => load(text), ConfigError, "keys[1].password: is that of keys[0] too: expected one of its own");
});
