import { assert, assertEquals, assertThrows, test } from "#test";
import { FAMILIES } from "../../../cli/families/family.ts";
import type { FamilyFlag } from "../../../cli/families/flag.ts";
import { getopt, type Habits } from "../../../cli/families/getopt.ts";
import { UsageError } from "../../../cli/flags.ts";

const FLAGS: readonly FamilyFlag[] = [
  { names: "-s --server", value: "ADDR", says: "", means: { key: "server" } },
  { names: "-t", value: "N", says: "", means: { key: "timeout" } },
  { names: "-u", says: "", means: { set: {} } },
  { names: "-v --verbose", says: "", means: { does: "louder" } },
  { names: "--version", says: "", means: { does: "version" } },
  { names: "--plugin", value: "P", says: "", means: { key: "plugin" } },
  { names: "--plugin-opts", value: "P", says: "", means: { key: "plugin_opts" } },
  { names: "--no-delay --tcp-no-delay", says: "", means: { set: {} } },
];

const PLAIN: Habits = { abbreviates: true, permutes: false, dropsEquals: false };

/** The words as name and value, with the others behind. */
function read(text: string, habits: Habits = PLAIN): string[] {
  const { flags, rest } = getopt(text === "" ? [] : text.split(" "), FLAGS, habits);
  return [...flags.map(({ name, value, flag }) => flag.value === undefined ? name : `${name}=${value}`), ...rest];
}

test("values stand behind their flag, glued to it, or behind a sign", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["-s a -t 10", ["-s=a", "-t=10"]],
    ["-sa -t10", ["-s=a", "-t=10"]],
    ["--server a --server=b", ["--server=a", "--server=b"]],
    ["--server=", ["--server="]],
    ["--server=a=b", ["--server=a=b"]],
    ["-t -1", ["-t=-1"]],
    ["-s --server", ["-s=--server"]],
    ["-t=10", ["-t==10"]],
  ];
  for (const [words, expected] of cases) assertEquals(read(words), expected, words);
});

test("letters without values may stand together, the last of them with a value", () => {
  assertEquals(read("-vv -uv -uvt10 -uvt 20"), ["-v", "-v", "-u", "-v", "-u", "-v", "-t=10", "-u", "-v", "-t=20"]);
});

test("a long name may be cut short while one flag alone begins so", () => {
  assertEquals(read("--serv a --verb --versi --tcp-n --no"), [
    "--server=a",
    "--verbose",
    "--version",
    "--tcp-no-delay",
    "--no-delay",
  ]);
  assertEquals(read("--plugin a --plugin-o b"), ["--plugin=a", "--plugin-opts=b"]);
  for (const words of ["--ver", "--p x", "--plug x"]) {
    assertThrows(() => read(words), UsageError, "may be");
  }
  assertThrows(() => read("--serv a", { ...PLAIN, abbreviates: false }), UsageError, "not a known flag");
});

test("words that are no flags end the flags, or stand between them", () => {
  assertEquals(read("-u word -v"), ["-u", "word", "-v"]);
  assertEquals(read("-u word -v - x", { ...PLAIN, permutes: true }), ["-u", "-v", "word", "-", "x"]);
  assertEquals(read("-u -- -v", { ...PLAIN, permutes: true }), ["-u", "-v"]);
  assertEquals(getopt(["--", "-v"], FLAGS, PLAIN), { flags: [], rest: ["-v"] });
});

test("a sign behind a letter belongs to the value, or does not", () => {
  assertEquals(read("-t=10 -s=", { ...PLAIN, dropsEquals: true }), ["-t=10", "-s="]);
});

test("what is wrong is said, and no value is shown", () => {
  const cases: [string[], string][] = [
    [["-x"], '"-x" is not a known flag'],
    [["-ux"], '"-x" is not a known flag'],
    [["--nothing=secret"], '"--nothing" is not a known flag'],
    [["-s"], "-s needs a value"],
    [["--server"], "--server needs a value"],
    [["-ut"], "-t needs a value"],
    [["--verbose=secret"], "--verbose takes no value"],
  ];
  for (const [words, message] of cases) {
    const error = assertThrows(() => getopt(words, FLAGS, PLAIN), UsageError, message);
    assert(!error.message.includes("secret"), error.message);
  }
});

test("whatever the words are, they are read or refused with a sentence", () => {
  const pieces = ["-", "--", "-s", "-u", "--server", "=", "a", "--p", "-t10", "é", "", "-vv", "--no-delay", "--tcp"];
  let seed = 1;
  const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
  for (let round = 0; round < 3000; round++) {
    const words = Array.from(
      { length: Math.floor(random() * 6) },
      () => pieces[Math.floor(random() * pieces.length)]! + (random() < 0.3 ? pieces[Math.floor(random() * 14)]! : ""),
    );
    for (const { habits, flags } of Object.values(FAMILIES)) {
      try {
        const found = getopt(words, flags, habits);
        assert(found.flags.length + found.rest.length <= words.join("").length + words.length);
      } catch (error) {
        assert(error instanceof UsageError, String(error));
      }
    }
  }
});
