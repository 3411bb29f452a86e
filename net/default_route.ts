/** Which address the default route leaves by, from Linux's own tables. @module */

/** One address of an interface. */
export interface InterfaceAddress {
  /** The interface's name. */
  readonly name: string;
  /** The address. */
  readonly address: string;
  /** Its family. */
  readonly family: "IPv4" | "IPv6";
}

/** Where the kernel tells its routes. */
export const ROUTE_FILES = { IPv4: "/proc/net/route", IPv6: "/proc/net/ipv6_route" } as const;

const ALL_ZERO = /^0+$/;
const LOOPBACK_OR_LINK = /^(127\.|169\.254\.|::1$|fe80:)/i;

/**
 * The address of the default route's interface: IPv4 before IPv6; without a route table, the first address that reaches
 * beyond the link.
 *
 * @param routes the text of each file of {@linkcode ROUTE_FILES}, empty where it cannot be read
 */
export function addressOfDefaultRoute(
  routes: Readonly<Record<InterfaceAddress["family"], string>>,
  interfaces: readonly InterfaceAddress[],
): string | null {
  const reaching = interfaces.filter(({ address }) => !LOOPBACK_OR_LINK.test(address));
  const byRoute = (["IPv4", "IPv6"] as const).map((family) => {
    const name = family === "IPv4" ? interfaceOf4(routes.IPv4) : interfaceOf6(routes.IPv6);
    return reaching.find((entry) => entry.name === name && entry.family === family);
  });
  return (byRoute[0] ?? byRoute[1] ?? reaching[0])?.address ?? null;
}

/** Columns: interface, destination, gateway, flags, …, mask; all zero is the default. */
function interfaceOf4(table: string): string | undefined {
  const rows = table.split("\n").slice(1).map((line) => line.split(/\s+/));
  return rows.find((row) => ALL_ZERO.test(row[1] ?? "-") && ALL_ZERO.test(row[7] ?? "-"))?.[0];
}

/** Columns: destination, its prefix length, …, interface last; the default that goes to `lo` refuses. */
function interfaceOf6(table: string): string | undefined {
  const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
  return rows.find((row) => ALL_ZERO.test(row[0] ?? "-") && row[1] === "00" && row.at(-1) !== "lo")?.at(-1);
}
