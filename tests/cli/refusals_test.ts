import { assertEquals, test } from "#test";
import { StartError } from "../../service/mod.ts";
import { runIn, type World } from "./fake.ts";

const LINE = "Cannot read the command line: ";
const KNOWN = "those that umbra methods lists";
const BROKEN = "nothing in it proves who sent the bytes, so anyone on the path can alter them and probe the server, " +
  "expected 2022-blake3-aes-128-gcm, or chacha20-ietf-poly1305 for old clients, " +
  'or --allow-legacy ("allow_legacy": true in a config file) to use it all the same';
const FORM = "expected base64 of 16 bytes (make one with: umbra keygen 2022-blake3-aes-128-gcm), got";
const UNNAMED = "no method is named, and 2022-blake3-aes-128-gcm is the default";

const MODES = "expected one of tcp_only, udp_only, tcp_and_udp";
const PLACE = "HOST:PORT, a port from 1 to 65535 and an IPv6 address in brackets without a zone";
const NOWHERE =
  'Cannot start the tunnel: it leads nowhere, expected --target HOST:PORT, or "tunnel_address" in a config file';

/** What a test says of one wrong input. */
type Refusal = [words: string, code: number, message: string, world?: World];

/** A world with one file. */
function withFile(text: string): World {
  return { files: { "c.json": text } };
}

/** What is said of a target that is none. */
function badTarget(found: string): string {
  return `--target: found "${found}", expected ${PLACE}`;
}

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
  ["methods --crypto openssl", 2, LINE + '--crypto: found "openssl", expected one of auto, native, node, noble'],
  ["server --crypto openssl", 2, LINE + '--crypto: found "openssl", expected one of auto, native, node, noble'],
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

const UDP: Refusal[] = [
  ["server --mode both", 2, LINE + `--mode: found "both", ${MODES}`],
  ["local --mode TCP_ONLY", 2, LINE + `--mode: found "TCP_ONLY", ${MODES}`],
  ["local --mode", 2, LINE + "--mode needs a value (one that begins with a hyphen is written --mode=VALUE)"],
  ["local --mod udp_only", 2, LINE + '"--mod" is not a known flag; the nearest known one is "--mode"'],
  ["local -L h:53", 2, LINE + '"-L" is not a known flag'],
  ["server --target h:53", 2, LINE + '"--target" is not a known flag'],
  ["server --udp-timeout 59", 2, LINE + '--udp-timeout: found "59", expected a number of seconds from 60 to 2147483'],
  ["local --udp-timeout 1h", 2, LINE + '--udp-timeout: found "1h", expected a number of seconds from 60 to 2147483'],
  [
    "tunnel --udp-max-associations 0",
    2,
    LINE + '--udp-max-associations: found "0", expected a whole number from 1 to 1000000000',
  ],
  [
    "server --udp-max-associations 1.5",
    2,
    LINE + '--udp-max-associations: found "1.5", expected a whole number from 1 to 1000000000',
  ],
  ["tunnel", 2, NOWHERE],
  ["tunnel ss://none:hunter2@h:1", 2, NOWHERE],
  ["tunnel -s h", 2, NOWHERE, { terminals: ["stdin"], typed: "hunter2" }],
  ["tunnel -L", 2, LINE + "--target needs a value (one that begins with a hyphen is written --target=VALUE)"],
  ["tunnel -L h:53 -L i:53", 2, LINE + "--target stands there more than once"],
  ["tunnel -L dns.example", 2, LINE + badTarget("dns.example")],
  ["tunnel -L dns.example:", 2, LINE + badTarget("dns.example:")],
  ["tunnel -L dns.example:0", 2, LINE + badTarget("dns.example:0")],
  ["tunnel -L dns.example:65536", 2, LINE + badTarget("dns.example:65536")],
  ["tunnel -L dns.example:domain", 2, LINE + badTarget("dns.example:domain")],
  ["tunnel -L :53", 2, LINE + badTarget(":53")],
  ["tunnel -L 53", 2, LINE + badTarget("53")],
  ["tunnel -L a/b:53", 2, LINE + badTarget("a/b:53")],
  ["tunnel -L ::1:53", 2, LINE + badTarget("::1:53")],
  ["tunnel -L [::1]", 2, LINE + badTarget("[::1]")],
  ["tunnel -L [::1]:0", 2, LINE + badTarget("[::1]:0")],
  ["tunnel -L [127.0.0.1]:53", 2, LINE + badTarget("[127.0.0.1]:53")],
  ["tunnel -L [fe80::1%eth0]:53", 2, LINE + badTarget("[fe80::1%eth0]:53")],
  ["tunnel -L h:53 -k x hunter2", 2, LINE + "umbra tunnel takes flags and links (ss://…), found 1 other"],
  [
    "tunnel -L h:53",
    2,
    'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
  ],
  [
    "local -c c.json",
    2,
    'Cannot read c.json: tunnel_address: belongs to a tunnel: expected "protocol": "tunnel", or umbra tunnel to be run',
    withFile("{tunnel_address: 'h:53'}"),
  ],
  [
    "tunnel -c c.json",
    2,
    `Cannot read c.json: tunnel_address: found "h", expected ${PLACE}`,
    withFile("{tunnel_address: 'h'}"),
  ],
];

const NO_DATAGRAMS = "through an outbound proxy: it carries no datagrams, expected";
const NOT_ALONE = `Cannot serve UDP alone ${NO_DATAGRAMS} mode tcp_only or tcp_and_udp, or no outbound proxy`;
const AN_ADDRESS = "expected an IP address, with :PORT from 1 behind it or without";
const PROXY = "--outbound-proxy socks5://127.0.0.1:1080";

const DNS: Refusal[] = [
  [
    "dns",
    2,
    'Cannot start the client: no server is named, expected a link (ss://…), --server, or "server" in a config file',
  ],
  ["dns -k x hunter2", 2, LINE + "umbra dns takes flags and links (ss://…), found 1 other"],
  ["dns -L h:53", 2, LINE + '"-L" is not a known flag'],
  ["local --remote-dns 1.1.1.1", 2, LINE + '"--remote-dns" is not a known flag'],
  ["dns -l 65536", 2, LINE + '--local-port: found "65536", expected a whole number from 0 to 65535'],
  [
    "dns --remote-dns",
    2,
    LINE + "--remote-dns needs a value (one that begins with a hyphen is written --remote-dns=VALUE)",
  ],
  [
    "dns --remote-dns a/b",
    2,
    LINE + '--remote-dns: found "a/b", expected an IP address or a name, with :PORT behind it or without',
  ],
  [
    "dns --remote-dns [fe80::1%eth0]:53",
    2,
    LINE + '--remote-dns: found "[fe80::1%eth0]:53", expected an IP address without a zone or a name, ' +
    "with :PORT from 1 behind it or without",
  ],
  ["dns --local-dns dns.example", 2, LINE + `--local-dns: found "dns.example", ${AN_ADDRESS}`],
  ["dns --local-dns 127.0.0.1:0", 2, LINE + `--local-dns: found "127.0.0.1:0", ${AN_ADDRESS}`],
  ["server --local-dns 127.0.0.1", 2, LINE + '"--local-dns" is not a known flag'],
  [
    "dns -c c.json",
    2,
    "Cannot read c.json: tunnel_address: belongs to a tunnel: expected umbra tunnel to be run",
    withFile("{tunnel_address: 'h:53'}"),
  ],
  [`local ss://none:hunter2@h:1 --mode udp_only ${PROXY}`, 2, NOT_ALONE],
  [`tunnel ss://none:hunter2@h:1 -L h:53 --mode udp_only ${PROXY}`, 2, NOT_ALONE],
  [`server -m none --mode udp_only ${PROXY}`, 2, NOT_ALONE],
  [
    `dns ss://none:hunter2@h:1 -c c.json ${PROXY}`,
    2,
    `Cannot ask by UDP ${NO_DATAGRAMS} "remote_dns_over": "tcp", or no outbound proxy`,
    withFile("{remote_dns_over: 'udp'}"),
  ],
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
  ["local ss://foo:hunter2@h:1", 2, `Cannot read the link: method: found "foo", expected one of ${KNOWN}`],
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

for (const [words, code, message, world] of [...LINES, ...UDP, ...DNS, ...REST]) {
  test(`umbra ${words.replaceAll("hunter", "")} is refused with: ${message}`, async () => {
    const outcome = await runIn(world ?? {}, ...words.split(" "));
    assertEquals({ code: outcome.code, err: outcome.err }, { code, err: message + "\n" });
    assertEquals((outcome.out + outcome.err).includes("hunter"), false, "a secret is shown");
    assertEquals(outcome.files, world?.files ?? {});
    assertEquals(outcome.handlers, 0);
  });
}

test("what is wrong with the command line or the config is found before anything is started", async () => {
  for (const [words, , , world] of [...LINES, ...UDP, ...DNS]) {
    const { configs } = await runIn(world ?? {}, ...words.split(" "));
    assertEquals(configs, [], words);
  }
});

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
