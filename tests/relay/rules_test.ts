import { assertEquals, assertThrows, test } from "#test";
import { NO_RULES, OutboundRules, type RuleOptions } from "../../relay/rules.ts";

/** What the rules say of a target. */
function said(address: string, options: RuleOptions = {}, port = 443): string {
  const { allowed, rule } = new OutboundRules(options).judge(address, port);
  return `${allowed ? "allowed" : "denied"}: ${rule}`;
}

/** Addresses of each kind that a server denies, and the network that says so. */
const DENIED: readonly [addresses: string, rule: string][] = [
  ["127.0.0.1 127.255.255.255", "loopback 127.0.0.0/8"],
  ["::1", "loopback ::1"],
  ["10.0.0.0 10.255.255.255", "private 10.0.0.0/8"],
  ["172.16.0.1 172.31.255.255", "private 172.16.0.0/12"],
  ["192.168.0.1", "private 192.168.0.0/16"],
  ["100.64.0.1 100.127.255.255", "private 100.64.0.0/10"],
  ["fc00::1 fdff::1", "private fc00::/7"],
  ["169.254.0.1", "link-local 169.254.0.0/16"],
  ["fe80::1 febf::1 fe80::1%eth0", "link-local fe80::/10"],
  ["169.254.169.254", "metadata 169.254.169.254"],
  ["168.63.129.16", "metadata 168.63.129.16"],
  ["fd00:ec2::254", "metadata fd00:ec2::/32"],
  ["224.0.0.1 239.255.255.255", "multicast 224.0.0.0/4"],
  ["ff02::1", "multicast ff00::/8"],
  ["0.0.0.0 0.1.2.3", "unspecified 0.0.0.0/8"],
  ["::", "unspecified ::"],
  ["255.255.255.255", "broadcast 255.255.255.255"],
  ["240.0.0.1 255.255.255.254", "reserved 240.0.0.0/4"],
  ["192.0.0.1", "reserved 192.0.0.0/24"],
  ["198.18.0.1 198.19.255.255", "reserved 198.18.0.0/15"],
  ["::127.0.0.1 ::2", "reserved ::/96"],
  ["64:ff9b:1::a00:1", "reserved 64:ff9b:1::/48"],
];

/** Addresses in the Internet, some of them next to what is denied. */
const PUBLIC = "8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0 100.63.255.255 100.128.0.0 " +
  "126.255.255.255 128.0.0.0 169.253.255.255 223.255.255.255 192.0.2.1 198.51.100.1 203.0.113.1 2606:4700::1111 " +
  "2001:db8::1 fbff::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1";

test("a server denies what is not public, and says by which network", () => {
  for (const [addresses, rule] of DENIED) {
    for (const address of addresses.split(" ")) assertEquals(said(address), `denied: ${rule}`, address);
  }
  for (const address of PUBLIC.split(" ")) assertEquals(said(address), "allowed: public", address);
});

test("an IPv4 address is judged the same inside IPv6", () => {
  const forms = ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:7f00:1", "64:ff9b::127.0.0.1", "2002:7f00:1::1"];
  for (const address of forms) {
    assertEquals(said(address), "denied: loopback 127.0.0.0/8", address);
    assertEquals(said(address, { allowPrivate: ["127.0.0.0/8"] }), "allowed: allow_private 127.0.0.0/8", address);
    assertEquals(said(address, { denied: "nothing" }, 9229), "denied: the runtime's debugger", address);
  }
  assertEquals(said("64:ff9b::a9fe:a9fe"), "denied: metadata 169.254.169.254");
});

test("what is opened is allowed, and nothing else", () => {
  assertEquals(said("10.1.2.3", { allowPrivate: true }), "allowed: allow_private, private 10.0.0.0/8");
  assertEquals(said("10.1.2.3", { allowPrivate: ["10.0.0.0/8"] }), "allowed: allow_private 10.0.0.0/8");
  assertEquals(said("127.0.0.1", { allowPrivate: ["10.0.0.0/8"] }), "denied: loopback 127.0.0.0/8");
  assertEquals(said("fd12::1", { allowPrivate: ["fd12::/16"] }), "allowed: allow_private fd12::/16");
  assertEquals(said("10.1.2.3", { allowPrivate: false }), "denied: private 10.0.0.0/8");
});

test("what is forbidden is denied whatever is opened", () => {
  const options = { allowPrivate: true, forbidden: ["10.9.0.0/16", "8.8.8.8", "2001:db8::/32"] };
  assertEquals(said("10.9.1.1", options), "denied: forbidden_ip 10.9.0.0/16");
  assertEquals(said("::ffff:8.8.8.8", options), "denied: forbidden_ip 8.8.8.8");
  assertEquals(said("2001:db8::1", options), "denied: forbidden_ip 2001:db8::/32");
  assertEquals(said("8.8.4.4", options), "allowed: public");
});

test("the debugger's port on this machine is denied under every setting", () => {
  for (const options of [{}, { allowPrivate: true }, { denied: "nothing" }, { denied: "loopback" }] as RuleOptions[]) {
    for (const address of ["127.0.0.1", "::1", "0.0.0.0", "::", "127.9.9.9", "::ffff:127.0.0.1"]) {
      assertEquals(said(address, options, 9229), "denied: the runtime's debugger");
    }
    assertEquals(said("8.8.8.8", options, 9229), "allowed: public");
  }
});

test("the program's own ports are denied, at every address that leads to them", () => {
  const options: RuleOptions = {
    allowPrivate: true,
    listeners: () => [{ host: "::", port: 8388 }, { host: "203.0.113.7", port: 8389 }],
    interfaces: () => ["203.0.113.7", "203.0.113.8", "2001:db8::7"],
  };
  const own = "denied: a port of this program";
  for (const address of ["203.0.113.7", "203.0.113.8", "2001:db8::7", "127.0.0.1", "::1", "::ffff:203.0.113.8"]) {
    assertEquals(said(address, options, 8388), own, address);
  }
  for (const spelled of ["::FFFF:203.0.113.8", "::ffff:cb00:7108", "2001:0db8::7", "2001:db8:0::0:7"]) {
    assertEquals(said(spelled, options, 8388), own, spelled);
  }
  assertEquals(said("203.0.113.7", options, 8389), own);
  assertEquals(said("203.0.113.8", options, 8389), "allowed: public");
  assertEquals(said("203.0.113.7", options, 8390), "allowed: public");
  assertEquals(said("203.0.113.9", options, 8388), "allowed: public");
});

test("the defaults of other programs can be had: this machine alone, or nothing", () => {
  assertEquals(said("127.0.0.1", { denied: "loopback" }), "denied: loopback 127.0.0.0/8");
  assertEquals(said("::1", { denied: "loopback" }), "denied: loopback ::1");
  assertEquals(said("10.0.0.1", { denied: "loopback" }), "allowed: private 10.0.0.0/8");
  assertEquals(said("127.0.0.1", { denied: "nothing" }), "allowed: loopback 127.0.0.0/8");
});

test("what is no address is denied, and what is no network is refused", () => {
  for (const address of ["localhost", "127.1", "0x7f.1", "", "1.2.3.4.5"]) {
    assertEquals(said(address, { allowPrivate: true }), "denied: not an IP address");
  }
  for (const forbidden of [["10.0.0.0/33"], ["::/129"], ["all"], ["10.0.0.0/8/8"], [""]]) {
    assertThrows(() => new OutboundRules({ forbidden }), RangeError);
  }
  assertEquals(NO_RULES.judge("127.0.0.1", 9229).allowed, true);
});
