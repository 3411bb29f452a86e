import { assertEquals, test } from "#test";
import { escaped, keyOf, kindOf, quoted, refused, shown, wrong } from "../../config/wrong.ts";

const SECRET = "hunter2";

test("a message names source and key, what was found and what was expected", () => {
  const where = { source: "c.json", key: "server_port" };
  assertEquals(
    wrong(where, "x", "a number").message,
    'Cannot read c.json: server_port: found "x", expected a number',
  );
  assertEquals(refused(where, "is not read").message, "Cannot read c.json: server_port: is not read");
});

test("of a value that may be a secret its kind alone is shown", () => {
  const where = { source: "c.json", key: "password", secret: true };
  for (const value of [SECRET, [SECRET], { key: SECRET }]) {
    assertEquals(wrong(where, value, "a text").message.includes(SECRET), false);
  }
  assertEquals(
    wrong(where, SECRET, "12 letters").message,
    "Cannot read c.json: password: found a text, expected 12 letters",
  );
});

test("of a link nothing is shown, wherever it stands by mistake", () => {
  for (const link of [`ss://none:${SECRET}@h:1`, `SS://${btoa(SECRET)}`, ` ss://${SECRET}`]) {
    assertEquals([quoted(link), shown(link)], ['"ss://…"', '"ss://…"']);
  }
  assertEquals(quoted("tls://dns.example"), '"tls://dns.example"');
});

test("values are shown short, on one line, and without what a terminal obeys", () => {
  const cases: [unknown, string][] = [
    ["a\u001b[2J\n", '"a\\u001b[2J\\n"'],
    ["\u202e", '"\\u202e"'],
    ["x".repeat(41), `"${"x".repeat(40)}…"`],
    [8388, "8388"],
    [true, "true"],
    [null, "nothing"],
    [[1], "a list"],
    [{ a: 1 }, "an object"],
  ];
  for (const [value, expected] of cases) assertEquals(shown(value), expected);
  assertEquals(escaped("\u{e0001}"), "\\udb40\\udc01");
  assertEquals(keyOf({ source: "c.json", key: "k".repeat(101) }), "k".repeat(100) + "…");
});

test("the kind of a value holds nothing of it", () => {
  const values = [undefined, "", SECRET, 1, false, [SECRET], { [SECRET]: 1 }];
  assertEquals(values.map(kindOf), [
    "nothing",
    "an empty text",
    "a text",
    "a number",
    "true or false",
    "a list",
    "an object",
  ]);
});
