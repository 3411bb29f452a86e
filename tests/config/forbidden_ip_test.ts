import { assertEquals, test } from "#test";
import type { Dialect } from "../../config/dialect.ts";
import { dialectDefaults } from "../../config/dialect_defaults.ts";
import { readConfigText } from "../../config/file.ts";
import { overlay } from "../../config/overlay.ts";

/** What a server of that dialect denies, by the text of its file. */
function denied(dialect: Dialect, text: string) {
  return overlay(dialectDefaults(dialect, "server"), readConfigText(text, "c.json", "server", dialect).parts).outbound;
}

test("what the Python program is told to forbid stands in the place of its default", () => {
  assertEquals(denied("python", "{}"), { denied: "loopback" });
  assertEquals(denied("python", '{"forbidden_ip": ""}'), { denied: "nothing", forbidden: [] });
  assertEquals(denied("python", '{"forbidden_ip": ["10.0.0.0/8"]}'), { denied: "nothing", forbidden: ["10.0.0.0/8"] });
});

test("elsewhere it stands beside what is denied anyhow", () => {
  assertEquals(denied("umbra", '{"forbidden_ip": ["10.0.0.0/8"]}'), { forbidden: ["10.0.0.0/8"] });
});
