import { readFileSync } from "node:fs";
import { assert, assertEquals, assertMatch, test } from "#test";
import { openLibc } from "../../net/libc.ts";
import { cleanRegions, type Region, unmapCleanPages } from "../../net/clean_pages.ts";
import { memory } from "#net";
import { seeded } from "../crypto/random.ts";

/** A region of a map as Linux 6 writes it, with what differs. */
function region(
  { from = 0x1000, to = 0x9000, may = "r-xp", file = "08:01 17    /usr/bin/runtime", rss = 1024, own = 0 } = {},
): string {
  const fields = [["Size", 9999], ["Rss", rss], ["Pss", rss], ["Private_Dirty", own], ["Anonymous", own], ["Swap", 0]];
  const lines = fields.map(([name, kb]) => `${`${name}:`.padEnd(16)}${`${kb}`.padStart(8)} kB\n`).join("");
  return `${from.toString(16)}-${to.toString(16)} ${may} 00000000 ${file}\n${lines}VmFlags: rd ex mr mw me \n`;
}

test("only regions of unchanged pages behind which a file stands are found", () => {
  const found: Region[] = [{ start: 0x1000, size: 0x8000 }];
  assertEquals(cleanRegions(region()), found);
  assertEquals(cleanRegions(region({ may: "r--p" })), found);
  assertEquals(cleanRegions(region({ file: "00:2a 99123456  /opt/a name with r-xp in it (deleted)" })), found);
  for (const may of ["rw-p", "r-xs", "rwxp", "---p", "--xp"]) assertEquals(cleanRegions(region({ may })), [], may);
  for (const file of ["00:00 0 ", "00:00 0    [vdso]", "00:00 0    /memfd", "08:01 17    memfd:x"]) {
    assertEquals(cleanRegions(region({ file })), [], file);
  }
});

test("a region with a page of its own is left, and so is one that holds little", () => {
  assertEquals(cleanRegions(region({ own: 4 })), []);
  assertEquals(cleanRegions(region({ rss: 255 })), []);
  assertEquals(cleanRegions(region({ rss: 256 })).length, 1);
});

test("a region that is not told to the end is left", () => {
  const whole = region();
  const told = whole.indexOf("Anonymous");
  for (let end = 0; end <= whole.indexOf("kB", told); end++) assertEquals(cleanRegions(whole.slice(0, end)), []);
});

test("addresses of 47 bits are kept whole, and each region has its own fields", () => {
  const map = [
    region({ own: 8 }),
    region({ from: 0x7fff_1234_5000, to: 0x7fff_9234_5000 }),
    region({ may: "rw-p", file: "00:00 0 ", own: 1024 }),
    region({ from: 0x5555_0000_0000, to: 0x5555_0000_1000, may: "r--p" }),
  ].join("");
  assertEquals(cleanRegions(map), [
    { start: 0x7fff_1234_5000, size: 0x8000_0000 },
    { start: 0x5555_0000_0000, size: 0x1000 },
  ]);
});

test("no text makes the reader throw or find what is not a region", () => {
  const below = seeded(0xc1ea);
  const parts = [...region(), ...region({ may: "r--p" }), "-", "\n", "Rss: ", " kB\n"];
  for (let round = 0; round < 3000; round++) {
    const map = Array.from({ length: below(80) }, () => parts[below(parts.length)]).join("");
    for (const { start, size } of cleanRegions(map)) assert(start >= 0 && Number.isFinite(size), map);
  }
});

/** KiB of files' pages that the process holds. */
function filePages(): number {
  return Number(/^RssFile:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}

const lacking = openLibc() === null;

// Here and not in a test: the libraries that these open stay open.
unmapCleanPages();
const { collect, giveBack, held } = await memory();
giveBack();

test("what is unmapped comes back by itself when it is needed", () => {
  const before = filePages();
  unmapCleanPages();
  const after = filePages();
  assert(after < before / 2, `${before} KiB before, ${after} after`);
  // Much of the runtime is used by this, and all of it must be as it was.
  const texts = Array.from({ length: 200 }, (_, i) => JSON.stringify({ i, text: `${i}`.repeat(i) }));
  assertEquals(texts.map((text) => JSON.parse(text).i), texts.map((_, i) => i));
  assertEquals("Grüße".normalize("NFD").match(/\p{M}/gu)?.length, 1);
  assert(filePages() > after);
}, { skip: lacking });

test("a process holds megabytes", () => assertMatch(`${held()}`, /^\d{7,}$/));

test("memory is given back again and again without harm", () => {
  for (let round = 0; round < 3; round++) {
    collect();
    giveBack();
    const kept = Array.from({ length: 1000 }, (_, i) => new Uint8Array(1000).fill(i));
    assertEquals(kept.reduce((sum, { length }) => sum + length, 0), 1e6);
  }
});
