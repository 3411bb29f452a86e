/** The config files that the documentation shows. */

import { assert, assertEquals, test } from "#test";
import { readFileSync } from "node:fs";
import { loadText } from "./loading.ts";

/** A key of the default method. */
const KEY = btoa("key of the tests");

/** An indented block that begins with `// NAME: umbra COMMAND -c NAME`. */
const EXAMPLE = /^ {4}\/\/ (\S+): umbra (server|local) -c \1\n((?: {4}(?!\/\/ \S+: umbra).*\n|\n)+)/gm;

const PAGES = ["docs/configuration.md", "README.md"];

for (const page of PAGES) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  const examples = [...text.matchAll(EXAMPLE)];

  test(`${page} shows a config file`, () => assert(examples.length > 0));

  for (const [, name = "", role, body = ""] of examples) {
    // An ellipsis stands for a key of the reader's own.
    const file = body.replaceAll('"…"', JSON.stringify(KEY));
    test(`${page}: ${name} can be run as it stands, without a remark`, () => {
      const { config, warnings } = loadText(file, name, role === "server" ? "server" : "local", "umbra", () => KEY);
      assertEquals(warnings, []);
      assert(config.servers.length + config.locals.length > 0);
    });
  }
}
