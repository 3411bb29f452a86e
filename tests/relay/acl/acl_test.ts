import { assert, assertEquals, assertThrows, test } from "#test";
import type { Resolver } from "../../../dns/types.ts";
import { parseIp } from "../../../net/ip.ts";
import { type Acl, type Choice } from "../../../relay/acl/acl.ts";
import { chooseWay } from "../../../relay/acl/chooser.ts";
import { AclError } from "../../../relay/acl/error.ts";
import { parseAcl } from "../../../relay/acl/parse.ts";
import { OutboundRules } from "../../../relay/rules.ts";
import { Targets } from "../../../relay/targets.ts";

/** The list that a text makes. */
function aclOf(...lines: string[]): Acl {
  return parseAcl(lines.join("\n")).acl;
}

/** A resolver that knows two names, and keeps what it was asked. */
function resolverOf(asked: string[]): Resolver {
  const names: Record<string, string[]> = { "inside.test": ["10.1.1.1"], "outside.test": ["8.8.8.8"] };
  return {
    resolve(name) {
      asked.push(name);
      return Promise.resolve({ addresses: names[name] ?? ["9.9.9.9"], ttl: 1 });
    },
    close() {},
  };
}

/** Where a client goes, and why. */
async function way(acl: Acl, host: string, asked: string[] = []): Promise<string> {
  const { way, rule }: Choice = await chooseWay(acl, new Targets(resolverOf(asked)), host);
  return `${way}: ${rule}`;
}

test("names: exact, with all under them, and by pattern, without regard to case", () => {
  const acl = aclOf(
    "[bypass_list]",
    "|exact.test",
    "||suffix.test  # and all under it",
    "(^|\\.)old\\.style\\.test$",
    "^(.*\\.)?other\\.test$",
    "^only\\.test$",
    "cdn[0-9]+\\.",
    "||bücher.example",
  );
  const names: [string, string | undefined][] = [
    ["exact.test", "|exact.test"],
    ["EXACT.test.", "|exact.test"],
    ["a.exact.test", undefined],
    ["suffix.test", "||suffix.test"],
    ["a.b.Suffix.test", "||suffix.test"],
    ["notsuffix.test", undefined],
    ["old.style.test", "||old.style.test"],
    ["a.old.style.test", "||old.style.test"],
    ["oldxstyle.test", undefined],
    ["a.other.test", "||other.test"],
    ["only.test", "|only.test"],
    ["a.only.test", undefined],
    ["www.CDN12.example", "cdn[0-9]+\\."],
    ["xn--bcher-kva.example", "||xn--bcher-kva.example"],
    // Other spellings are looked up as the same name, and pass by no rule.
    ["bücher.example", "||xn--bcher-kva.example"],
    ["BÜCHER.example.", "||xn--bcher-kva.example"],
    ["ｓuffix.test", "||suffix.test"],
    ["www.suffix。test", "||suffix.test"],
    ["exa\u00adct.test", "|exact.test"],
    ["ex%61ct。test", "|exact.test"],
    ["ex%61ct.test", undefined],
    ["", undefined],
    [`${"a".repeat(250)}.suffix.test`, undefined],
  ];
  for (const [name, rule] of names) {
    assertEquals(acl.chooseName(name)?.rule, rule === undefined ? undefined : `[bypass_list] ${rule}`, name);
  }
});

test("a client's targets: what is proxied, what is not, and what is in no list", async () => {
  const white = aclOf("[bypass_all]", "[proxy_list]", "||proxied.test", "8.8.8.0/24");
  assertEquals(await way(white, "a.proxied.test"), "proxy: [proxy_list] ||proxied.test");
  assertEquals(await way(white, "8.8.8.8"), "proxy: [proxy_list] 8.8.8.0/24");
  assertEquals(await way(white, "9.9.9.9"), "bypass: [bypass_all]");
  assertEquals(await way(white, "outside.test"), "proxy: [proxy_list] 8.8.8.0/24");
  assertEquals(await way(white, "inside.test"), "bypass: [bypass_all]");
  const black = aclOf(
    "10.0.0.0/8",
    "fd00::/8",
    "[proxy_all]",
    "[bypass_list]",
    "|direct.test",
    "[proxy_list]",
    "10.9.9.9",
  );
  assertEquals(await way(black, "10.1.1.1"), "bypass: [bypass_list] 10.0.0.0/8");
  assertEquals(await way(black, "::ffff:10.1.1.1"), "bypass: [bypass_list] 10.0.0.0/8");
  assertEquals(await way(black, "10.9.9.9"), "proxy: [proxy_list] 10.9.9.9");
  assertEquals(await way(black, "fd00::1"), "bypass: [bypass_list] fd00::/8");
  assertEquals(await way(black, "direct.test"), "bypass: [bypass_list] |direct.test");
  assertEquals(await way(black, "inside.test"), "bypass: [bypass_list] 10.0.0.0/8");
  assertEquals(await way(black, "outside.test"), "proxy: [proxy_all]");
});

test("a name is looked up only where a network may decide", async () => {
  const asked: string[] = [];
  await way(aclOf("[bypass_list]", "||a.test"), "outside.test", asked);
  await way(aclOf("[bypass_list]", "||a.test", "10.0.0.0/8"), "a.test", asked);
  assertEquals(asked, []);
  await way(aclOf("[bypass_list]", "10.0.0.0/8"), "outside.test", asked);
  assertEquals(asked, ["outside.test"]);
});

test("a server's clients: all but the listed, or none but the listed", () => {
  const all = aclOf("[accept_all]", "[black_list]", "203.0.113.0/24");
  assertEquals(["203.0.113.9", "203.0.114.9"].map((from) => all.admits(from)), [false, true]);
  const none = aclOf("[reject_all]", "[white_list]", "203.0.113.0/24", "2001:db8::/32");
  const from = ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "203.0.114.9"];
  assertEquals(from.map((address) => none.admits(address)), [true, true, true, false]);
});

test("a server's targets: names and addresses that are blocked, and what stays denied", () => {
  const judge = (acl: Acl, address: string, name = address) => {
    const rules = acl.before(new OutboundRules());
    const { allowed, rule } = (parseIp(name) === null ? rules.judgeName(name) : null) ?? rules.judge(address, 80, name);
    return `${allowed ? "allowed" : "denied"}: ${rule}`;
  };
  const block = aclOf("[outbound_block_list]", "||bad.test", "8.8.4.0/24", "2001:db8::/32");
  assertEquals(judge(block, "9.9.9.9", "a.bad.test"), "denied: [outbound_block_list] ||bad.test");
  assertEquals(judge(block, "8.8.4.4", "good.test"), "denied: [outbound_block_list] 8.8.4.0/24");
  assertEquals(judge(block, "64:ff9b::808:404"), "denied: [outbound_block_list] 8.8.4.0/24");
  assertEquals(judge(block, "9.9.9.9", "good.test"), "allowed: public");
  assertEquals(judge(block, "10.0.0.1", "good.test"), "denied: private 10.0.0.0/8");
  const only = aclOf("[outbound_block_all]", "[outbound_allow_list]", "||good.test", "9.9.9.9", "10.0.0.0/8");
  assertEquals(judge(only, "1.1.1.1", "a.good.test"), "allowed: public");
  assertEquals(judge(only, "9.9.9.9"), "allowed: public");
  assertEquals(judge(only, "1.1.1.1"), "denied: [outbound_block_all]");
  assertEquals(judge(only, "10.0.0.1"), "denied: private 10.0.0.0/8");
});

test("a line that cannot be used is refused, with its number and the reason", () => {
  const cases: [string, string][] = [
    ["[no_such_list]", "[no_such_list] is no section"],
    ["10.0.0.0/33", "10.0.0.0/33 is no network"],
    ["||", "expected a name"],
    ["|a..b", "expected a name"],
    ["(unclosed", "Cannot use the pattern"],
    ["(?=ahead)a", "it looks ahead or behind"],
    ["(?<!x)a", "it looks ahead or behind"],
    ["(a)\\1", "it refers back"],
    ["(?<n>a)\\k<n>", "it refers back"],
    ["\\Aa\\z", "\\A is not supported"],
    ["(a+)+$", "a repetition of what may be read"],
    ["((a|b)*c)*$", "a repetition of what may be read"],
    ["((a+))+$", "a repetition of what may be read"],
    ["(x(a{2,})y){3,}$", "a repetition of what may be read"],
    ["(a|aa)+$", "a repetition of what may be read"],
    ["(a?){16}$", "a repetition of what may be read"],
    ["((a|b){4}){4}$", "a repetition of what may be read"],
    [".*a.*b.*c.*d", "more than 3 repetitions"],
    ["a++b", "possessive"],
  ];
  for (const [line, reason] of cases) {
    const error = assertThrows(() => parseAcl(`# a comment\n[bypass_list]\n${line}\n`), AclError, "line 3: ");
    assert(error.message.includes(reason), error.message);
  }
  assertThrows(() => parseAcl("a.c\n".repeat(1001)), AclError, "1001 regular expressions, expected 1000");
  assertEquals(parseAcl("a.c\n".repeat(1000)).warnings.length, 1);
  assertEquals(parseAcl("a.c\n").warnings, []);
});

test("patterns that are taken end soon on names that were made to keep them busy", () => {
  const acl = aclOf(
    "[bypass_list]",
    ".*a.*b.*c$",
    "^(\\d{1,3}\\.){3}\\d{1,3}x$",
    "(?:[ab]|ab){1,4}[^x]*y$",
    "(a|ab|b)?(a|b)?z+",
    "(abc)+d",
  );
  const started = performance.now();
  for (const name of ["a", "ab", "aab", "abc"]) {
    assertEquals(acl.chooseName(name.repeat(255 / name.length | 0) + "")?.way === "proxy", false);
  }
  acl.chooseName(`${"a".repeat(254)}x`);
  const took = performance.now() - started;
  assert(took < 2000, `${took} ms`);
});

test("a decision over 100,000 exact, suffix and network rules takes less than 5 µs", () => {
  const lines = ["[bypass_list]"];
  for (let i = 0; i < 100_000; i++) {
    const number = (i * 2654435761) >>> 0;
    if (i % 4 === 0) lines.push(`|host${i}.example${i % 97}.test`);
    else if (i % 4 === 1) lines.push(`||domain${i}.test`);
    else if (i % 4 === 2) lines.push(`${number >>> 24}.${number >>> 16 & 255}.${number >>> 8 & 255}.0/24`);
    else lines.push(`2001:${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}::/48`);
  }
  const started = performance.now();
  const acl = aclOf(...lines);
  const compiled = performance.now() - started;
  const hosts = [
    "host40000.example36.test",
    "www.domain50001.test",
    "a.b.c.no.such.name.example.org",
    "www.google.com",
  ];
  const addresses = ["203.0.113.9", "10.0.0.1", "2001:db8::1", "2606:4700::1111"];
  const rounds = 20_000;
  const decide = () => {
    for (let i = 0; i < rounds; i++) {
      for (const host of hosts) acl.chooseName(host);
      for (const address of addresses) acl.chooseAddress(address);
    }
  };
  decide();
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    decide();
    best = Math.min(best, (performance.now() - from) * 1000 / rounds / (hosts.length + addresses.length));
  }
  console.log(`100,000 rules: compiled in ${compiled.toFixed(0)} ms, ${best.toFixed(2)} µs a decision`);
  assert(best < 5, `${best} µs`);
});
