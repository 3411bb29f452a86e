import { assert, assertEquals, test } from "#test";
import {
  CONFIG_HELP,
  DNS_HELP,
  HELP,
  KEYGEN_HELP,
  LOCAL_HELP,
  METHODS_HELP,
  SERVER_HELP,
  TUNNEL_HELP,
  URL_HELP,
  WHY_HELP,
} from "../../cli/help.ts";
import {
  CONFIG_OPTIONS,
  DNS_OPTIONS,
  KEYGEN_OPTIONS,
  LOCAL_OPTIONS,
  METHODS_OPTIONS,
  type Option,
  SERVER_OPTIONS,
  TUNNEL_OPTIONS,
  URL_OPTIONS,
  WHY_OPTIONS,
} from "../../cli/options.ts";
import { VERSION } from "../../cli/version.ts";
import { DEFAULT_METHOD } from "../../config/defaults.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import deno from "../../deno.json" with { type: "json" };
import bun from "../../package.json" with { type: "json" };
import { runIn } from "./fake.ts";

test("each command's help names its flags and no others", () => {
  const tables: [string, readonly Option[]][] = [
    [SERVER_HELP, SERVER_OPTIONS],
    [LOCAL_HELP, LOCAL_OPTIONS],
    [TUNNEL_HELP, TUNNEL_OPTIONS],
    [DNS_HELP, DNS_OPTIONS],
    [KEYGEN_HELP, KEYGEN_OPTIONS],
    [METHODS_HELP, METHODS_OPTIONS],
    [WHY_HELP, WHY_OPTIONS],
    [URL_HELP, URL_OPTIONS],
    [CONFIG_HELP, CONFIG_OPTIONS],
  ];
  for (const [help, options] of tables) {
    const flags = options.flatMap(({ name, also = [] }) => [name, ...also]).map((name) =>
      name.length > 1 ? `--${name}` : `-${name}`
    );
    assertEquals([...new Set(help.match(/(?<=[ \n])--?[a-z][a-z0-9-]*/gi))].sort(), flags.sort());
  }
});

test("help fits one screen", () => {
  const topics = [
    SERVER_HELP,
    LOCAL_HELP,
    TUNNEL_HELP,
    DNS_HELP,
    KEYGEN_HELP,
    METHODS_HELP,
    WHY_HELP,
    URL_HELP,
    CONFIG_HELP,
  ];
  for (const help of [HELP, ...topics]) {
    const lines = help.trimEnd().split("\n");
    assert(lines.length <= 40, `${lines.length} lines`);
    for (const line of lines) assert(line.length <= 80, line);
  }
});

test("help names the defaults", () => {
  const { connect, handshake, idle, halfClosed, keepalive, udp, udpAssociations } = DEFAULT_LIMITS;
  const limits = [connect, handshake, idle, halfClosed, keepalive, udp, udpAssociations];
  for (const help of [SERVER_HELP, LOCAL_HELP, TUNNEL_HELP, DNS_HELP]) {
    for (const value of [...limits, "tcp_and_udp", DEFAULT_METHOD, 8388]) {
      assert(help.includes(`(${value})`), String(value));
    }
  }
});

test("help and version are printed wherever they are asked for, and nothing is started", async () => {
  const version = `umbra ${VERSION}\n`;
  const cases: [string, string][] = [
    ["--help", HELP],
    ["-h", HELP],
    ["help", HELP],
    ["help server", SERVER_HELP],
    ["help local", LOCAL_HELP],
    ["help tunnel", TUNNEL_HELP],
    ["tunnel -h", TUNNEL_HELP],
    ["help dns", DNS_HELP],
    ["dns -h", DNS_HELP],
    ["dns --version", version],
    ["tunnel --version", version],
    ["help keygen", KEYGEN_HELP],
    ["help methods", METHODS_HELP],
    ["help why", WHY_HELP],
    ["why -h", WHY_HELP],
    ["help config", CONFIG_HELP],
    ["config -h", CONFIG_HELP],
    ["config --version", version],
    ["config check -h", CONFIG_HELP],
    ["config convert -h", CONFIG_HELP],
    ["config schema -h", CONFIG_HELP],
    ["help url", URL_HELP],
    ["url -h", URL_HELP],
    ["url --version", version],
    ["url encode -h", URL_HELP],
    ["url decode -h", URL_HELP],
    ["url qr -h", URL_HELP],
    ["keygen -h", KEYGEN_HELP],
    ["methods --help", METHODS_HELP],
    ["methods --version", version],
    ["server --help", SERVER_HELP],
    ["local -h", LOCAL_HELP],
    ["local -k x -h", LOCAL_HELP],
    ["--version", version],
    ["version", version],
    ["local --version", version],
  ];
  for (const [words, out] of cases) {
    const outcome = await runIn({}, ...words.split(" "));
    assertEquals({ code: outcome.code, out: outcome.out, err: outcome.err }, { code: 0, out, err: "" }, words);
    assertEquals(outcome.configs, []);
  }
});

test("the program's help names every command, and that of a client both ways to carry UDP", () => {
  for (
    const name of ["server", "local", "tunnel", "dns", "keygen", "methods", "why", "config", "url", "help", "version"]
  ) {
    assert(HELP.includes(`\n  ${name} `), name);
  }
  assert(LOCAL_HELP.includes("UDP ASSOCIATE"));
  assert(TUNNEL_HELP.includes("TCP and UDP"));
});

test("the version is that of both manifests", () => {
  assertEquals([deno.version, bun.version], [VERSION, VERSION]);
});
