import { assertEquals, test } from "#test";
import { addressOfDefaultRoute, type InterfaceAddress } from "../../net/default_route.ts";

const HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

/** /proc/net/route of a machine with a bridge, a local network and a default route by eth0. */
const ROUTE4 = [
  HEAD,
  "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
  "eth0\t0002000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
  "eth0\t00000000\t0102000A\t0003\t0\t0\t100\t00000000\t0\t0\t0",
  "",
].join("\n");

const ZERO = "0".repeat(32);

/** /proc/net/ipv6_route: loopback, a link, the default by eth1, and the one that refuses. */
const ROUTE6 = [
  `00000000000000000000000000000001 80 ${ZERO} 00 ${ZERO} 00000000 00000002 00000000 80200001       lo`,
  `fe800000000000000000000000000000 40 ${ZERO} 00 ${ZERO} 00000100 00000001 00000000 00000001     eth1`,
  `${ZERO} 00 ${ZERO} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00450003     eth1`,
  `${ZERO} 00 ${ZERO} 00 ${ZERO} ffffffff 00000001 00000000 00200200       lo`,
  "",
].join("\n");

const INTERFACES: InterfaceAddress[] = [
  { name: "lo", address: "127.0.0.1", family: "IPv4" },
  { name: "lo", address: "::1", family: "IPv6" },
  { name: "docker0", address: "172.17.0.1", family: "IPv4" },
  { name: "eth0", address: "10.0.2.15", family: "IPv4" },
  { name: "eth0", address: "fe80::5054:ff:fe12:3456", family: "IPv6" },
  { name: "eth1", address: "fe80::1", family: "IPv6" },
  { name: "eth1", address: "2001:db8::15", family: "IPv6" },
];

test("The default route's interface gives the address, IPv4 before IPv6", () => {
  assertEquals(addressOfDefaultRoute({ IPv4: ROUTE4, IPv6: ROUTE6 }, INTERFACES), "10.0.2.15");
  assertEquals(addressOfDefaultRoute({ IPv4: ROUTE4, IPv6: "" }, INTERFACES), "10.0.2.15");
});

test("Where only IPv6 has a default route its interface gives an address that reaches beyond the link", () => {
  const noDefault = ROUTE4.split("\n").filter((line) => !line.includes("0102000A")).join("\n");
  assertEquals(addressOfDefaultRoute({ IPv4: noDefault, IPv6: ROUTE6 }, INTERFACES), "2001:db8::15");
});

test("A default route that refuses, or a network that only starts like one, is none", () => {
  const refusing = ROUTE6.split("\n").filter((line) => !line.includes("00450003")).join("\n");
  const half = [HEAD, "tun0\t00000000\t0102000A\t0003\t0\t0\t0\t00000080\t0\t0\t0"].join("\n");
  assertEquals(addressOfDefaultRoute({ IPv4: half, IPv6: refusing }, INTERFACES), "172.17.0.1");
});

test("Without a route table the first address beyond the link is taken, and without one there is none", () => {
  assertEquals(addressOfDefaultRoute({ IPv4: "", IPv6: "" }, INTERFACES), "172.17.0.1");
  const onlyLocal = INTERFACES.filter(({ address }) => /^(127|fe80|::1)/.test(address));
  assertEquals(addressOfDefaultRoute({ IPv4: ROUTE4, IPv6: ROUTE6 }, onlyLocal), null);
  assertEquals(addressOfDefaultRoute({ IPv4: "", IPv6: "" }, []), null);
});
