import { assertEquals, assertThrows, test } from "#test";
import { ConfigError } from "../../config/types.ts";
import { parseYaml } from "../../config/yaml.ts";

test("maps, lists and texts are read as they are indented", () => {
  const text = `
# a comment
---
plain: some text   # behind it
empty:
tilde: ~
"double \\"q\\"": "a: b # c\\n\\u00e9"
'single ''q''': 'it''s'
list:
- one
-   two words
-
  - inner
  - [a, "b, c", 'd', {x: y}, []]
map:
  deep:
    deeper: -1
flow: {a: 1, b: [c, d], "e f": null, g: {}}
items:
  - id: first
    tags:
      - x
      - y
  - id: second
url: tcp://[::]:9000
hash: a#b
`;
  assertEquals(parseYaml(text, "c.yml"), {
    plain: "some text",
    empty: null,
    tilde: null,
    'double "q"': "a: b # c\né",
    "single 'q'": "it's",
    list: ["one", "two words", ["inner", ["a", "b, c", "d", { x: "y" }, []]]],
    map: { deep: { deeper: "-1" } },
    flow: { a: "1", b: ["c", "d"], "e f": null, g: {} },
    items: [{ id: "first", tags: ["x", "y"] }, { id: "second" }],
    url: "tcp://[::]:9000",
    hash: "a#b",
  });
});

test("a text is what it is, whatever it looks like", () => {
  for (const text of ["0123", "1e3", "true", "yes", "0x1f", "12:30", "2026-01-01", "a:b", "=", "a'b", 'a"b']) {
    assertEquals(parseYaml(`key: ${text}`, "c.yml"), { key: text });
  }
  assertEquals(parseYaml("", "c.yml"), null);
  assertEquals(parseYaml("# nothing\n\n", "c.yml"), null);
  assertEquals(parseYaml("\ufeffa: b\r\nc: d\r\n", "c.yml"), { a: "b", c: "d" });
});

test("a quote begins a text only where one may begin, and a # a comment", () => {
  const text = `a: it's # said\nb: "#1" # "2"\nc: ['#x', "y # z"] # end\nd: 'a''# b' #`;
  assertEquals(parseYaml(text, "c.yml"), { a: "it's", b: "#1", c: ["#x", "y # z"], d: "a'# b" });
});

test("a long line is read at once", () => {
  const long = "a#'\"".repeat(250_000);
  assertEquals(parseYaml(`k: ${long}`, "c.yml"), { k: long });
});

test("a key of the prototype is a key", () => {
  const value = parseYaml("__proto__: a\nx: {constructor: b}", "c.yml");
  assertEquals(Object.entries(value ?? {}), [["__proto__", "a"], ["x", { constructor: "b" }]]);
});

test("what is outside the subset is refused with its line, and not shown", () => {
  const unread = "found what is not read here, expected a plain text, or one in quotes";
  const flow = "found a broken list or map in brackets, expected it whole on one line";
  const cases: [text: string, line: number, reason: string][] = [
    ["a: &x hunter2", 1, unread],
    ["a: *hunter2", 1, unread],
    ["a: !!str hunter2", 1, unread],
    ["a: |\n  hunter2", 1, unread],
    ["a: >-\n  hunter2", 1, unread],
    ["a: @hunter2", 1, unread],
    ["a: b: hunter2", 1, unread],
    ["a: - hunter2", 1, unread],
    ["a:\n\tb: hunter2", 2, "found a tab before the text, expected spaces"],
    ["a: b\n---\nc: hunter2", 2, "a second document begins, expected one"],
    ["a: b\n...", 2, "a second document begins, expected one"],
    ["a: b\na: hunter2", 2, "its key stands there twice"],
    ["a: b\nhunter2", 2, "found no KEY: before the text"],
    ["a: b\n  c: hunter2", 2, "stands further left than what it belongs to, or further right"],
    ["  a: b\nc: hunter2", 2, "stands further left than what it belongs to, or further right"],
    ["hunter2\nhunter3", 2, "stands further left than what it belongs to, or further right"],
    ['a: "hunter2', 1, "found a broken text in double quotes"],
    ['a: "\\x41hunter2"', 1, "found a broken text in double quotes"],
    ["a: 'hunter2", 1, "found a quote without its end"],
    ["a: [hunter2", 1, flow],
    ["a: [hunter2]]", 1, flow],
    ["a: [b c] hunter2", 1, flow],
    ["a: {hunter2}", 1, flow],
    ["a: {b: c, b: hunter2}", 1, flow],
    ["a: {b: c d: hunter2}", 1, unread],
    ["a: [,]", 1, flow],
    [`a: ${"[".repeat(18)}`, 1, "found more than 16 brackets in each other"],
    [Array.from({ length: 20 }, (_, i) => " ".repeat(i) + "a:").join("\n"), 18, "stands more than 16 levels deep"],
  ];
  for (const [text, line, reason] of cases) {
    const error = assertThrows(() => parseYaml(text, "c.yml"), ConfigError);
    assertEquals(error.message, `Cannot read c.yml: line ${line}: ${reason}`, text);
  }
});
