/** The names of other families' commands, as a first word and as the name that the program is linked under. */

import { assert, assertEquals, assertMatch, test } from "#test";
import { runIn } from "../fake.ts";

const SERVER = ["-s", "192.0.2.1:8388", "-k", "pw", "-m", "aes-256-gcm"];

test("names that are not served say so and fail", async () => {
  for (const name of ["ssmanager", "ss-manager", "ss-redir", "ss-nat", "ssservice manager"]) {
    const outcome = await runIn({}, ...name.split(" "));
    assertEquals([outcome.code, outcome.err, outcome.configs.length], [1, `${name}: not in this version\n`, 0]);
  }
  assertEquals((await runIn({ name: "ss-redir" }, "-c", "/c.json")).err, "ss-redir: not in this version\n");
});

test("the name that the program is linked under is the command", async () => {
  const outcome = await runIn({ name: "ss-server" }, "-s", "192.0.2.1", "-p", "1", "-k", "pw", "-u");
  assertEquals(outcome.code, 0, outcome.err);
  assertEquals(outcome.configs[0]?.servers[0]?.mode, "tcp_and_udp");
  assertEquals((await runIn({ name: "umbra-1.0" }, "version")).code, 0);
});

test("-u and -U mean what they mean in their family", async () => {
  const modes = async (...words: string[]) => {
    const { configs: [config], err } = await runIn({}, ...words);
    assert(config, err);
    return config.servers[0]?.mode;
  };
  const libev = ["ss-server", "-s", "192.0.2.1", "-p", "1", "-k", "pw"];
  const rust = ["ssservice", "server", ...SERVER];
  assertEquals([await modes(...libev), await modes(...libev, "-u"), await modes(...libev, "-U")], [
    "tcp_only",
    "tcp_and_udp",
    "udp_only",
  ]);
  assertEquals([await modes(...rust), await modes(...rust, "-u"), await modes(...rust, "-U")], [
    "tcp_only",
    "udp_only",
    "tcp_and_udp",
  ]);
  assertEquals(await modes("ssserver", "-k", "pw"), "tcp_and_udp");
});

test("the start says whose words are read, and --dialect decides it", async () => {
  const cases: [string[], RegExp][] = [
    [["ssserver", "-k", "pw"], /dialect python/],
    [["ssserver", ...SERVER], /dialect rust/],
    [["ssserver", "--dialect", "rust", "-s", "192.0.2.1", "-k", "pw", "-m", "aes-256-gcm"], /dialect rust/],
    [["ssserver", "--dialect=libev", "-p", "1", "-k", "pw"], /dialect libev/],
    [["ss-server", "-p", "1", "-k", "pw"], /dialect libev/],
  ];
  for (const [words, expected] of cases) {
    const { code, err } = await runIn({}, ...words);
    assertEquals(code, 0, err);
    assertMatch(err, expected);
  }
  const ours = await runIn({}, "ssserver", "--dialect", "umbra", "-k", "pw", "-m", "aes-256-gcm", "--no-qr");
  assertMatch(ours.err, /INFO stopping signal=SIGTERM/);
});

test("every command of another family has a usage that names its exit codes and fits its lines", async () => {
  for (const name of ["ssserver", "sslocal", "ss-server", "ss-local", "ss-tunnel", "ssservice", "ssurl"]) {
    const { code, out } = await runIn({}, name, "--help");
    assertEquals(code, 0, name);
    assertEquals((await runIn({}, "help", name)).out, out);
    assertMatch(out, new RegExp(`^usage: ${name} `));
    assertMatch(out, /Exit codes:/);
    for (const line of out.split("\n")) assert(line.length <= 80, line);
  }
});

test("ssservice makes keys", async () => {
  const { code, out } = await runIn({}, "ssservice", "genkey", "-m", "2022-blake3-aes-256-gcm");
  assertEquals([code, out.length], [0, 45]);
  assertEquals((await runIn({}, "ssservice", "genkey")).code, 2);
  assertEquals((await runIn({}, "ssservice")).code, 2);
  assertEquals((await runIn({}, "ssservice", "nothing")).code, 2);
  assertMatch((await runIn({}, "ssservice", "--version")).out, /^Shadowsocks \d/);
});

test("ssurl makes links of configs, and configs of links", async () => {
  const files = { "/c.json": '{"server":"192.0.2.1","server_port":8388,"method":"aes-256-gcm","password":"pw"}' };
  const { out: link, code } = await runIn({ files }, "ssurl", "-e", "/c.json");
  assertEquals([code, link], [0, "ss://YWVzLTI1Ni1nY206cHc@192.0.2.1:8388\n"]);
  const { out } = await runIn({}, "ssurl", "--decode", link.trim());
  assertEquals(JSON.parse(out).password, "pw");
  assert((await runIn({}, "ssurl", "-c", "-d", link.trim())).out.length > out.length + 200);
  for (const words of [[], ["-e", "/c.json", "-d", "ss://"], ["-o", "ssconf://x"], ["-c"]]) {
    assertEquals((await runIn({ files }, "ssurl", ...words)).code, 2, words.join(" "));
  }
});
