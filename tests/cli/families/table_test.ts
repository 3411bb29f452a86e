/** Every flag of every family, under each of its names and for each command that takes it. */

import { assert, assertEquals, assertMatch, test } from "#test";
import { FAMILIES, type Foreign } from "../../../cli/families/family.ts";
import { type FamilyFlag, type FamilyRole, flagsOf, namesOf } from "../../../cli/families/flag.ts";
import { runIn, type World } from "../fake.ts";
import { type Effect, LIBEV_EFFECTS, PYTHON_EFFECTS, RUST_EFFECTS } from "./table.ts";

const EFFECTS: Readonly<Record<Foreign, Readonly<Record<string, Effect>>>> = {
  python: PYTHON_EFFECTS,
  libev: LIBEV_EFFECTS,
  rust: RUST_EFFECTS,
};

/** The commands of a family, with words that are enough to start them. */
const COMMANDS: Readonly<Record<Foreign, readonly (readonly [FamilyRole, string, string])[]>> = {
  python: [["server", "ssserver", "-k pw"], ["local", "sslocal", "-s 192.0.2.1 -k pw"]],
  libev: [
    ["server", "ss-server", "-s 192.0.2.1 -p 8388 -k pw"],
    ["local", "ss-local", "-s 192.0.2.1 -p 8388 -k pw -l 1080"],
    ["tunnel", "ss-tunnel", "-s 192.0.2.1 -p 8388 -k pw -l 1080 -L 192.0.2.2:80"],
  ],
  rust: [
    ["server", "ssservice server", "-s 192.0.2.1:8388 -k pw -m aes-256-gcm"],
    ["local", "ssservice local", "-s 192.0.2.1:8388 -k pw -m aes-256-gcm -b 127.0.0.1:1080"],
  ],
};

const WORLD: World = {
  files: {
    "/c.json": '{"server_port": 4711, "password": "from the file"}',
    "/etc/passwd": "nobody:x:65534:65534::/:/bin/false\n",
    "/etc/group": "",
  },
  says(log) {
    log.event("debug", "a debug event");
    log.event("info", "listening", { role: "server", address: "192.0.2.1:8388" });
  },
};

/** Words beside which a flag's own effect can show: without what would say the same, or with what it needs. */
function beside(base: string, flag: string): string[] {
  const words = base.split(" ");
  const drop = (name: string) => words.splice(words.indexOf(name), words.includes(name) ? 2 : 0);
  if (["-c", "--config"].includes(flag)) ["-p", "-k"].forEach(drop);
  if (flag === "--config") words.splice(0, words.length, "-m", "aes-256-gcm", "-s", "192.0.2.1");
  if (flag === "--server-url") ["-s", "-k", "-m"].forEach(drop);
  if (flag === "--forward-addr") words.push("--protocol", "tunnel");
  if (flag === "--local-dns-addr" || flag === "--remote-dns-addr") words.push("--protocol", "dns");
  return words;
}

for (const dialect of ["python", "libev", "rust"] as const) {
  test(`the table of effects has each flag of ${FAMILIES[dialect].whose}, and no other`, () => {
    const known = new Set(FAMILIES[dialect].flags.map((flag) => namesOf(flag).at(-1)));
    const expected = new Set(Object.keys(EFFECTS[dialect]).map((name) => name.replace(" server", "")));
    assertEquals([...expected].sort(), [...known].sort());
  });

  for (const [role, command, base] of COMMANDS[dialect]) {
    test(`every flag of ${command} is honoured, told as unused, or refused with a reason`, async () => {
      for (const flag of flagsOf(FAMILIES[dialect].flags, role)) await tryFlag(dialect, role, command, base, flag);
    });
  }
}

/** Tries one flag under each of its names. */
async function tryFlag(dialect: Foreign, role: FamilyRole, command: string, base: string, flag: FamilyFlag) {
  const last = namesOf(flag).at(-1) ?? "";
  const effect = EFFECTS[dialect][`${last} ${role}`] ?? EFFECTS[dialect][last];
  if (effect === undefined) throw new Error(`Nothing is expected of ${last}`);
  for (const name of namesOf(flag)) {
    const words = [...command.split(" "), ...beside(base, last), name, ...("value" in effect ? [effect.value!] : [])];
    const outcome = await runIn(structuredWorld(), ...words);
    const said = `${words.join(" ")}: ${outcome.code} ${outcome.err}`;
    if ("refused" in effect) {
      assertMatch(outcome.err, effect.refused, said);
      assert(outcome.code !== 0 && outcome.configs.length === 0, said);
      continue;
    }
    assertEquals(outcome.code, 0, said);
    if ("unused" in effect) assertMatch(outcome.err, effect.unused, said);
    else assertEquals(effect.sees(outcome), effect.expected, said);
  }
}

/** The world anew: what one run does to it another does not see. */
function structuredWorld(): World {
  return { ...WORLD, files: { ...WORLD.files } };
}
