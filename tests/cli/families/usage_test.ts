import { assert, assertEquals, assertMatch, test } from "#test";
import { FAMILIES, type Foreign } from "../../../cli/families/family.ts";
import { type FamilyRole, flagsOf, namesOf } from "../../../cli/families/flag.ts";
import { usageOf } from "../../../cli/families/usage.ts";

const SIDES: readonly [Foreign, FamilyRole][] = [
  ["python", "server"],
  ["python", "local"],
  ["libev", "server"],
  ["libev", "local"],
  ["libev", "tunnel"],
  ["rust", "server"],
  ["rust", "local"],
];

test("the usage names each flag that the command takes, with all its names, and no other", () => {
  for (const [dialect, role] of SIDES) {
    const { flags } = FAMILIES[dialect];
    const text = usageOf("command", role, dialect);
    const shown = text.match(/(?<=^ {2}|^ {2}.*, )--?[A-Za-z0-9][-a-z0-9]*(?=[ ,]|$)/gm) ?? [];
    const expected = [...flagsOf(flags, role).flatMap(namesOf), "--dialect"];
    assertEquals([...new Set(shown)].sort(), [...new Set(expected)].sort(), `${dialect} ${role}`);
  }
});

test("no letter or long name belongs to two flags of one command", () => {
  for (const [dialect, role] of SIDES) {
    const names = flagsOf(FAMILIES[dialect].flags, role).flatMap(namesOf);
    assertEquals(names.length, new Set(names).size, `${dialect} ${role}`);
  }
});

test("each flag says what it does in a few words, and those that are refused say so", () => {
  for (const { flags } of Object.values(FAMILIES)) {
    for (const { says, means, names } of flags) {
      assert(says.length > 4 && says.length <= 54, names);
      if ("refused" in means) assertMatch(says, /^refused: /);
      if ("unused" in means) assertMatch(says, /^not used/);
    }
  }
});

test("the exit codes are those of the family, each once", () => {
  const codes = (dialect: Foreign) => {
    const [, text = ""] = usageOf("c", "server", dialect).split("Exit codes:\n");
    return text.trimEnd().split("\n").map((line) => Number(line.trim().split(" ")[0]));
  };
  assertEquals(codes("python"), [0, 2, 1]);
  assertEquals(codes("libev"), [0, 1, 255]);
  assertEquals(codes("rust"), [0, 2, 64, 78, 70]);
});

test("the first line is what a script looks for", () => {
  assertMatch(usageOf("ssserver", "server", "python"), /^usage: ssserver \[OPTION\]\.\.\.\n/);
  assertEquals(usageOf("ssserver", "server", "python").match(/usage/g)?.length, 1);
});
