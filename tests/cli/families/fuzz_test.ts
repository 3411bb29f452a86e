/** Whatever is typed under the name of another family's command ends with an exit code, and shows no key. */

import { assert, test } from "#test";
import { FAMILIES, type Foreign } from "../../../cli/families/family.ts";
import { namesOf } from "../../../cli/families/flag.ts";
import { runIn } from "../fake.ts";

const COMMANDS: readonly [Foreign, string][] = [
  ["python", "ssserver"],
  ["python", "sslocal"],
  ["libev", "ss-server"],
  ["libev", "ss-local"],
  ["libev", "ss-tunnel"],
  ["rust", "ssservice server"],
  ["rust", "ssservice local"],
];

/** A key that stands nowhere but behind `-k`. */
const SECRET = "a-key-of-the-tests";

const VALUES = [
  "",
  "1",
  "0",
  "-1",
  "8388",
  "99999999999",
  "192.0.2.1",
  "[::1]:80",
  "host:1",
  "::",
  "aes-256-gcm",
  "rc4",
  "2022-blake3-aes-128-gcm",
  "start",
  "stop",
  "/c.json",
  "/broken.json",
  "tunnel",
  "dns",
  "ss://x",
  "é\u0000\n",
  "{}",
  "__proto__",
  "nobody",
];

const FILES = {
  "/c.json": '{"server": ["192.0.2.1", "h"], "server_port": 1, "password": "pw", "method": "aes-256-gcm"}',
  "/broken.json": '{"server": [',
  "/etc/passwd": "nobody:x:1:1::/:/bin/false\n",
  "/etc/group": "",
};

/** Numbers that are the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (;;) {
    seed = (seed * 48271) % 2147483647;
    yield seed;
  }
}

test("random command lines end with an exit code, without a stack and without a key", async () => {
  const random = numbers(7);
  const next = (below: number) => random.next().value % below;
  for (let round = 0; round < 1500; round++) {
    const [dialect, command] = COMMANDS[next(COMMANDS.length)]!;
    const { flags } = FAMILIES[dialect];
    const words = Array.from({ length: next(7) }, () => {
      const names = namesOf(flags[next(flags.length)]!);
      const name = names[next(names.length)]!;
      const value = VALUES[next(VALUES.length)]!;
      return [[name], [name, value], [`${name}=${value}`], [`${name}${value}`], [value]][next(5)]!;
    }).flat();
    const line = [...command.split(" "), ...words, "-k", SECRET];
    const { code, out, err } = await runIn({ files: { ...FILES } }, ...line);
    assert([0, 1, 2, 64, 70, 78, 255].includes(code), `${line.join(" ")}: ${code}`);
    assert(!(out + err).includes(SECRET), `${line.join(" ")}: ${out}${err}`);
    assert(!/^\s+at /m.test(err), err);
  }
}, { limit: 60 });
