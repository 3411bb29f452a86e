import { assertEquals, test } from "#test";
import { ConfigError } from "../../config/types.ts";
import { type Link, parseLink } from "../../config/url.ts";
import { writeLink } from "../../config/url_write.ts";
import { seeded } from "./random.ts";

const SEEDS = [
  "ss://YWVzLTEyOC1nY206dGVzdA==@192.168.100.1:8888/?plugin=&a=b#Foo%20Bar",
  "ss://2022-blake3-aes-256-gcm:YctPZ6U7xPPcU%2Bgp3u%3D:a%2Fb@[2001:db8::1]:20220/#n",
  "ss://YmYtY2ZiOnRlc3RAWzIwMDE6MDpjZTQ5Ojc2MDE6ZTg2NjplZmZmOjYyYzM6ZmZmZV06ODg4OA",
  "ss://YmYtY2ZiOnRlc3Q@192.168.100.1:8888/?plugin=obfs-local%3bobfs%3Dhttp%3Bhost%3da%5C%3Bb&x=y#Example",
  "ss://aes-256-gcm:p%25w@b%C3%BCcher.example:1#%E2%82%AC",
];

const PIECES = [
  ..."ss:/@?#%[]=&+-_. \n\0aZ09",
  "%2",
  "%25",
  "%3A",
  "%3B",
  "%5C",
  "?plugin=",
  "%ff",
  "é",
  "☃",
  "\ud800",
  "🙂",
  "//",
  "@@",
  "::",
];

/** The link, or null where it is refused as it should be; any other error passes through. */
function parsed(link: string): Link | null {
  try {
    return parseLink(link);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/** One change at a chance place: a piece put in, put over, or some characters taken out. */
function mutate(link: string, below: (limit: number) => number): string {
  const at = below(link.length + 1);
  const piece = PIECES[below(PIECES.length)] ?? "";
  return link.slice(0, at) + (below(3) === 0 ? "" : piece) + link.slice(at + below(3));
}

test("a link is read or refused, never worse, and what is read is written so that it reads the same", () => {
  const below = seeded(20260802);
  let read = 0;
  for (let round = 0; round < 20_000; round++) {
    let link = SEEDS[below(SEEDS.length)] ?? "";
    for (let changes = below(6); changes >= 0; changes--) link = mutate(link, below);
    const said = parsed(link);
    if (said === null) continue;
    read++;
    assertEquals(parsed(writeLink(said.server, said.plugin)), said, JSON.stringify(link));
  }
  assertEquals(read > 1000, true, `only ${read} links were read: the changes are too wild to test the writer`);
});
