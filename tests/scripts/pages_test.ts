/** What the pages say of the project's files. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { assert, assertEquals, test } from "#test";

const ROOT = new URL("../../", import.meta.url);

/** Rooms of the house, and what else stands at the top. */
const FOLDERS = "cli|service|relay|dns|config|crypto|net|ffi|tests|scripts|docs";

/** Every page, as a path from the top. */
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(new URL("docs/", ROOT)).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
];

const textOf = (page: string) => readFileSync(new URL(page, ROOT), "utf8");

test("every file that a page names is there", () => {
  const named = new RegExp(`(?<![\\w/.-])(?:${FOLDERS})/[\\w/]+\\.(?:ts|md|json)`, "g");
  const missing = PAGES.flatMap((page) => {
    const names = [...new Set(textOf(page).match(named))];
    return names.filter((name) => !existsSync(new URL(name, ROOT))).map((name) => `${page}: ${name}`);
  });
  assertEquals(missing, []);
});

test("every link between pages leads somewhere", () => {
  const links = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!\w+:)([^)#]+)/g)].map(([, link = ""]) => ({ page, link }))
  );
  assert(links.length > 0);
  assertEquals(links.filter(({ page, link }) => !existsSync(new URL(link, new URL(page, ROOT)))), []);
});

test("the page on architecture names every room, and no other", () => {
  const page = textOf("docs/architecture.md");
  const rooms = [...page.matchAll(/^([a-z]+)\/ {2,}\S/gm)].map(([, name = ""]) => name);
  const besides = ["docs", "node_modules", "dist", "coverage"];
  const there = readdirSync(ROOT, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory() && !entry.name.startsWith(".") && !besides.includes(entry.name)
  );
  assertEquals(rooms.sort(), there.map(({ name }) => name).sort());
});
