import { assertEquals, test } from "#test";
import { StartError } from "../../service/mod.ts";
import { runIn } from "./fake.ts";
import { LINE, type Refusal, refuse, withFile } from "./refusals.ts";

const KNOWN = "those that umbra methods lists";
const BROKEN = "nothing in it proves who sent the bytes, so anyone on the path can alter them and probe the server, " +
  "expected 2022-blake3-aes-128-gcm, or chacha20-ietf-poly1305 for old clients, " +
  'or --allow-legacy ("allow_legacy": true in a config file) to use it all the same';
const FORM = "expected base64 of 16 bytes (make one with: umbra keygen 2022-blake3-aes-128-gcm), got";
const UNNAMED = "no method is named, and 2022-blake3-aes-128-gcm is the default";

const PROVIDERS = "expected one of auto, native, node, wasm, noble, or the absolute path of a libcrypto";

const LINES: Refusal[] = [
  ["servre", 2, 'Cannot run "servre": it is not a command; the nearest known one is "server"'],
  [
    "fish",
    2,
    'Cannot run "fish": it is not a command, expected one of server, local, tunnel, dns, keygen, methods, why, config, url, help, version',
  ],
  ["ss://hunter2@host", 2, "Cannot run a link: it is not a command, expected umbra local 'ss://…'"],
  ["--prot 8388", 2, LINE + '"--prot" is not a known flag; the nearest known one is "--port"'],
  ["--passwrod hunter2", 2, LINE + '"--passwrod" is not a known flag; the nearest known one is "--password"'],
  ["--passwrod=hunter2", 2, LINE + '"--passwrod" is not a known flag; the nearest known one is "--password"'],
  ["server -x hunter2", 2, LINE + '"-x" is not a known flag'],
  ["server -Xhunter2", 2, LINE + '"-X" is not a known flag'],
  ["server --fish", 2, LINE + '"--fish" is not a known flag'],
  ["server -l 1080", 2, LINE + '"-l" is not a known flag'],
  ["server hunter2", 2, LINE + "umbra server takes flags alone, found 1 more"],
  ["local -k x hunter2", 2, LINE + "umbra local takes flags and links (ss://…), found 1 other"],
  ["server -k", 2, LINE + "--password needs a value (one that begins with a hyphen is written --password=VALUE)"],
  [
    "server -k -hunter2",
    2,
    LINE + "--password needs a value (one that begins with a hyphen is written --password=VALUE)",
  ],
  ["server -khunter", 2, LINE + "--password needs a value (one that begins with a hyphen is written --password=VALUE)"],
  ["server -p 1 -p 2", 2, LINE + "--port stands there more than once"],
  ["server -k hunter2 --key hunter3", 2, LINE + "--password stands there more than once"],
  ["server -p 65536", 2, LINE + '--port: found "65536", expected a whole number from 0 to 65535'],
  ["server -p 80a", 2, LINE + '--port: found "80a", expected a whole number from 0 to 65535'],
  ["local -p 0", 2, LINE + '--port: found "0", expected a whole number from 1 to 65535'],
  ["local -l 70000", 2, LINE + '--local-port: found "70000", expected a whole number from 0 to 65535'],
  ["local -b a/b", 2, LINE + '--local-address: found "a/b", expected an IP address or a name'],
  ["server -s a:80 -p 81", 2, LINE + "--server: names a port, and so does --port: expected one of the two"],
  ["server -m rc5000", 2, LINE + `--method: found "rc5000", expected one of ${KNOWN}`],
  [
    "server -m aes256gcm",
    2,
    LINE + `--method: found "aes256gcm", expected one of ${KNOWN}; the nearest known one is "aes-256-gcm"`,
  ],
  ["server -m rc4-md5", 2, `Cannot use method rc4-md5: ${BROKEN}`],
  ["server -m TABLE -k hunter2", 2, `Cannot use method table: ${BROKEN}`],
  ["server --state s -m salsa20", 2, `Cannot use method salsa20: ${BROKEN}`],
  ["local -m aes-256-cfb128 -s h -k hunter2", 2, `Cannot use method aes-256-cfb: ${BROKEN}`],
  ["local ss://rc4:hunter2@h:1", 2, `Cannot use method rc4: ${BROKEN}`],
  ["server -k hunter2", 2, LINE + `--password: ${FORM} 5 bytes; ${UNNAMED}`],
  ["local -s h --key hunter2!", 2, LINE + `--password: ${FORM} other text; ${UNNAMED}`],
  ["server -m 2022-blake3-aes-128-gcm -k hunter2!", 2, LINE + `--password: ${FORM} other text`],
  ["local ss://2022-blake3-aes-128-gcm:hunter2@h:1", 2, `Cannot read the link: password: ${FORM} 5 bytes`],
  ["server", 2, `Cannot read the environment: UMBRA_PASSWORD: ${FORM} 5 bytes; ${UNNAMED}`, {
    env: { UMBRA_PASSWORD: "hunter2" },
  }],
  ["server --allow-legac", 2, LINE + '"--allow-legac" is not a known flag; the nearest known one is "--allow-legacy"'],
  ["keygen fish", 2, LINE + `METHOD: found "fish", expected one of ${KNOWN}`],
  [
    "keygen aes-256-gmc",
    2,
    LINE + `METHOD: found "aes-256-gmc", expected one of ${KNOWN}; the nearest known one is "aes-256-gcm"`,
  ],
  ["keygen aes-256-gcm aes-128-gcm", 2, LINE + "umbra keygen takes one method, found 2"],
  ["keygen none", 2, "Cannot make a key for none: it needs none, expected a method with a key"],
  [
    "keygen table",
    2,
    "Cannot make a key for table: it protects nothing, whatever its password, expected a method with a key",
  ],
  ["keygen -m aes-256-gcm", 2, LINE + '"-m" is not a known flag'],
  ["methods aes-256-gcm", 2, LINE + "umbra methods takes flags alone, found 1 more"],
  ["methods --crypto openssl", 2, LINE + '--crypto: found "openssl", ' + PROVIDERS],
  ["server --crypto lib/libcrypto.so.3", 2, LINE + '--crypto: found "lib/libcrypto.so.3", ' + PROVIDERS],
  ["server --crypto openssl", 2, LINE + '--crypto: found "openssl", ' + PROVIDERS],
  ["server --idle-timeout 0", 2, LINE + '--idle-timeout: found "0", expected a number of seconds from 1 to 2147483'],
  ["server --grace soon", 2, LINE + '--grace: found "soon", expected a number of seconds from 0 to 2147483'],
  ["server -v -q", 2, LINE + "--verbose and --quiet exclude each other"],
  ["server --qr --no-qr", 2, LINE + "--qr and --no-qr exclude each other"],
  [
    "server --state s -k hunter2",
    2,
    LINE + "--state is for a key of its own, and --password, a config file or the environment gives one",
  ],
  ["server -k hunter2 --public-host a/b", 2, LINE + '--public-host: found "a/b", expected an IP address or a name'],
];

const REST: Refusal[] = [
  [
    "local",
    2,
    'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
  ],
  [
    "local -s example.com",
    2,
    'Cannot start without a password: expected --password, "password" in a config file, or UMBRA_PASSWORD in the environment',
  ],
  [
    "local ss://aes-256-gcm:hunter2",
    2,
    "Cannot read the link: expected ss://METHOD:PASSWORD@HOST:PORT, its user part or the whole in base64",
  ],
  [
    "local ss://aes-256-gcm:hunter2@h:1?plugin=obfs-local%3Bobfs%3Dhttp",
    2,
    'Cannot read the link: it asks for the plugin "obfs-local", and this version has no plugins',
  ],
  ["local ss://foo:hunter2@h:1", 2, `Cannot read the link: its method is none of ${KNOWN}`],
  [
    "local ss://none:x@h:1 -k hunter2",
    2,
    LINE + "--password: the link says this already: expected the one or the other",
  ],
  ["server -c c.json", 2, 'Cannot read the config file "c.json": there is no such file'],
  ["local -c ss://none:hunter2@h:1", 2, 'Cannot read the config file "ss://…": there is no such file'],
  ["why ss://none:hunter2@h:1", 2, LINE + 'found "ss://…", expected HOST or HOST:PORT'],
  ["server -c c.json", 2, "Cannot read c.json: it is not JSON5 at line 1, column 12", withFile('{password: hunter2"}')],
  [
    "local -c c.json",
    2,
    "Cannot read c.json: plugin: plugins are not supported in this version",
    withFile('{plugin:"x"}'),
  ],
  [
    "server -c c.json",
    2,
    'Cannot start without a password: expected --password, "password" in a config file, or UMBRA_PASSWORD in the environment',
    withFile("{}"),
  ],
  [
    "server -c c.json",
    2,
    "Cannot use an empty password with method chacha20-ietf-poly1305: expected at least one character",
    withFile("{password: '', method: 'chacha20-ietf-poly1305'}"),
  ],
  [
    "server -c c.json -p 1",
    2,
    "Cannot use --port or --password beside port_password in the config file: expected one of the two",
    withFile("{port_password: {'8381': 'hunter2'}}"),
  ],
  [
    "server",
    2,
    "Cannot place the state file: neither XDG_STATE_HOME nor HOME can be read, expected --state FILE or --password KEY",
  ],
  [
    "server --state s",
    2,
    'Cannot use the state file "s": expected JSON with "method" and "password"; it was left as it is, and a new key is made once it is moved away',
    { files: { s: '{"method":"aes-256-gcm","password":"hunter2"' } },
  ],
  ["server --state /denied/s", 1, "Cannot write /denied/s: permission is denied"],
  ["server -c /denied/c.json", 2, "Cannot read /denied/c.json: permission is denied"],
  [
    "server -c c.json",
    2,
    `Cannot read c.json: password: ${FORM} 5 bytes; ${UNNAMED}`,
    withFile("{password: 'hunter2'}"),
  ],
  ["server -c c.json", 2, `Cannot use method rc4: ${BROKEN}`, withFile("{password: 'hunter2', method: 'rc4'}")],
  [
    "server -c c.json -m aes-256-gcm -k hunter2",
    2,
    "Cannot read c.json: users: with aes-256-gcm the keys of users are all that there is: expected no password beside them",
    withFile("{users: [{name: 'a', password: 'hunter3'}]}"),
  ],
  [
    "server --state s",
    2,
    `Cannot read the state file "s": password: ${FORM} 5 bytes`,
    { files: { s: '{"method":"2022-blake3-aes-128-gcm","password":"hunter2"}' } },
  ],
  [
    "server --state s",
    2,
    `Cannot use method rc4: ${BROKEN}`,
    { files: { s: '{"method":"rc4","password":"hunter2"}' } },
  ],
  [
    "server -k x -m none",
    1,
    "Cannot listen on [::]:8388: the port is in use",
    { failure: () => new StartError("Cannot listen on [::]:8388: the port is in use") },
  ],
];

refuse([...LINES, ...REST]);

test("a mistake in the program is not passed off as one of its user", async () => {
  const failure = () => new TypeError("Cannot read properties of undefined");
  let thrown: unknown;
  try {
    await runIn({ failure }, "server", "-m", "none");
  } catch (error) {
    thrown = error;
  }
  assertEquals(thrown instanceof TypeError, true);
});
