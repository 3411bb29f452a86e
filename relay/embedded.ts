/** IPv4 inside IPv6: an address that leads to an IPv4 host is judged as that host. @module */

/** A form in which an IPv6 address holds IPv4: how it begins, and where the four bytes stand. */
interface Form {
  readonly prefix: readonly number[];
  readonly at: number;
}

const FORMS: readonly Form[] = [
  // ::ffff:0:0/96: mapped (RFC 4291).
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], at: 12 },
  // ::ffff:0:0:0/96: translated (RFC 2765).
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0], at: 12 },
  // 64:ff9b::/96: NAT64 (RFC 6052).
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: 12 },
  // 2002::/16: 6to4 (RFC 3056).
  { prefix: [0x20, 0x02], at: 2 },
];

/** The IPv4 address that an address leads to; the address itself where it holds none. */
export function ledTo(address: Uint8Array): Uint8Array {
  if (address.length === 4) return address;
  const form = FORMS.find(({ prefix }) => prefix.every((byte, i) => address[i] === byte));
  return form === undefined ? address : address.subarray(form.at, form.at + 4);
}
