/** A command loads the modules that it needs, and no others. */

import { existsSync } from "node:fs";
import { assert, assertEquals, test } from "#test";
import bun from "../../package.json" with { type: "json" };
import { type Started, startProcess, umbra } from "./started.ts";

/** A command, and what it may load. */
interface Allowed {
  readonly words: readonly string[];
  /** The most modules: some more than there are, so that a file may be split, but no room comes along. */
  readonly most: number;
  /** Files and folders of ours that it does without. */
  readonly without: readonly string[];
  /** Packages that it does without. */
  readonly packages: readonly string[];
}

/** What belongs to those who serve. */
const PORTS = ["service/mod.ts", "service/running.ts", "relay/tcp.ts", "relay/inbound/", "crypto/aead.ts"];

/** Packages that no port needs unless its config says so. */
const PACKAGES = ["qr", "json5", "@noble/ciphers", "@leichtgewicht/dns-packet"];

/** What the ports of these tests do without: all is said by flags, one thread serves, and the method is of 2017. */
const UNUSED = [
  ...["config/file.ts", "config/yaml.ts", "config/schema.ts", "config/write/native.ts", "cli/families/run_family.ts"],
  ...["service/workers.ts", "service/workers_slot.ts", "crypto/legacy/", "crypto/providers/noble.ts"],
  ...["crypto/wasm/", "crypto/providers/wasm.ts", "crypto/providers/node.ts"],
  ...["crypto/method_2022.ts", "crypto/streams.ts", "crypto/measure.ts"],
];

/** What a client's ports do without as well. */
const SERVERS = ["service/wiring/server.ts", "relay/inbound/shadowsocks.ts", "dns/resolver.ts", "dns/cache.ts"];

/** Words that begin any server and any client. */
const SERVES: readonly string[] = ["-s", "127.0.0.1", "-m", "aes-256-gcm"];

/** Commands that end by themselves. */
const SHORT: readonly Allowed[] = [
  { words: ["version"], most: 68, without: [...PORTS, ...UNUSED, "cli/options.ts"], packages: PACKAGES },
  { words: ["help", "server"], most: 68, without: [...PORTS, ...UNUSED, "cli/options.ts"], packages: PACKAGES },
  { words: ["keygen", "aes-256-gcm"], most: 75, without: [...PORTS, ...UNUSED], packages: PACKAGES },
  {
    words: ["url", "decode", "ss://YWVzLTI1Ni1nY206YWJj@192.0.2.1:8388"],
    most: 83,
    without: [...PORTS, ...UNUSED],
    packages: PACKAGES,
  },
];

/** Commands that serve until they are told to end. */
const SERVING: readonly Allowed[] = [
  {
    words: ["server", ...SERVES, "-p", "0"],
    most: 282,
    without: [...UNUSED, "relay/inbound/socks.ts", "relay/outbound/balancer.ts"],
    packages: ["qr", "json5", "@noble/ciphers"],
  },
  {
    words: ["local", ...SERVES, "-p", "8388", "-l", "0"],
    most: 258,
    without: [...UNUSED, ...SERVERS, "dns/query.ts"],
    packages: PACKAGES,
  },
  {
    words: ["tunnel", ...SERVES, "-p", "8388", "-l", "0", "-L", "192.0.2.1:53"],
    most: 258,
    without: [...UNUSED, ...SERVERS, "dns/query.ts"],
    packages: PACKAGES,
  },
  {
    words: ["dns", ...SERVES, "-p", "8388", "-l", "0"],
    most: 282,
    without: [...UNUSED, ...SERVERS],
    packages: ["qr", "json5", "@noble/ciphers"],
  },
];

/** Runs the body with a command that says at its end what it has loaded. */
async function told(words: readonly string[], body: (program: Started) => void | Promise<void>): Promise<string[]> {
  const command = umbra(...words);
  command.splice(command.indexOf("main.ts"), 0, "--preload", "./tests/process/say_modules.ts");
  const program = startProcess(command, { env: { UMBRA_PASSWORD: "correct horse battery staple" } });
  try {
    await body(program);
    assertEquals(await program.ended(), 0, program.err);
    return JSON.parse(/^modules: (.*)$/m.exec(program.err)?.[1] ?? "[]");
  } finally {
    await program.kill();
  }
}

function check({ words: [command], most, without, packages }: Allowed, loaded: readonly string[]): void {
  // A package is named by the folder that it lies in, or as it is imported: `npm:qr@0.7.0`.
  const forbidden = [
    ...without.map((path) => `/${path}`),
    ...packages.flatMap((name) => [`/${name}/`, `npm:${name}@`]),
  ];
  const wrong = loaded.filter((name) => forbidden.some((part) => name.includes(part)));
  assertEquals(wrong, [], `umbra ${command} loads what it does not need`);
  assert(loaded.length <= most, `umbra ${command} loads ${loaded.length} modules, expected ${most} at the most`);
  assert(loaded.some((name) => name.endsWith("/cli/run.ts")), `umbra ${command} says that it loads ${loaded}`);
}

test("what these tests forbid is part of the project", () => {
  const all = [...SHORT, ...SERVING];
  const root = new URL("../../", import.meta.url);
  assertEquals(all.flatMap(({ without }) => without).filter((path) => !existsSync(new URL(path, root))), []);
  assertEquals(all.flatMap(({ packages }) => packages).filter((name) => !(name in bun.dependencies)), []);
});

for (const allowed of SHORT) {
  test(`umbra ${allowed.words[0]} loads the modules that it needs`, async () => {
    check(allowed, await told(allowed.words, () => {}));
  }, { limit: 20 });
}

for (const allowed of SERVING) {
  test(`umbra ${allowed.words[0]} loads the modules that it needs`, async () => {
    const loaded = await told(allowed.words, async (program) => {
      await program.line(/ listening /);
      program.signal("SIGTERM");
    });
    check(allowed, loaded);
  }, { limit: 20 });
}
