/** Which flags each command takes. What they do stands in `help.ts`; a test compares the two. @module */

/** One flag. */
export interface Option {
  /** Its long name, without the hyphens. */
  readonly name: string;
  /** Its other names, letters first. */
  readonly also?: readonly string[];
  /** Whether it takes no value. */
  readonly isSwitch?: true;
  /** Whether its value may be left out: an empty one then says so. */
  readonly mayBeBare?: true;
}

/** The flags of every command. */
const ALWAYS: readonly Option[] = [
  { name: "help", also: ["h"], isSwitch: true },
  { name: "version", isSwitch: true },
];

/** The flags about names and ways. */
const REACH: readonly Option[] = [
  { name: "acl" },
  { name: "dns" },
  { name: "ipv6-first", isSwitch: true },
  { name: "ipv6-only", isSwitch: true },
  { name: "dns-cache-size" },
  { name: "outbound-proxy" },
];

/** The flags of every command that serves. */
const COMMON: readonly Option[] = [
  { name: "config", also: ["c"] },
  { name: "dialect" },
  { name: "server", also: ["s"] },
  { name: "port", also: ["p"] },
  { name: "password", also: ["k", "key"] },
  { name: "method", also: ["m"] },
  { name: "allow-legacy", isSwitch: true },
  { name: "crypto" },
  { name: "mode" },
  ...REACH,
  { name: "connect-timeout" },
  { name: "handshake-timeout" },
  { name: "idle-timeout" },
  { name: "half-closed-timeout" },
  { name: "keepalive" },
  { name: "udp-timeout" },
  { name: "udp-max-associations" },
  { name: "grace" },
  { name: "workers" },
  { name: "daemon", also: ["d"] },
  { name: "pid-file" },
  { name: "user" },
  { name: "log-file" },
  { name: "log-format" },
  { name: "verbose", also: ["v"], isSwitch: true },
  { name: "quiet", also: ["q"], isSwitch: true },
  ...ALWAYS,
];

/** The flags of `umbra server`. */
export const SERVER_OPTIONS: readonly Option[] = [
  { name: "state" },
  { name: "allow-private", mayBeBare: true },
  { name: "public-host" },
  { name: "qr", isSwitch: true },
  { name: "no-qr", isSwitch: true },
  ...COMMON,
];

/** The flags of `umbra local`. */
export const LOCAL_OPTIONS: readonly Option[] = [
  { name: "local-address", also: ["b"] },
  { name: "local-port", also: ["l"] },
  ...COMMON,
];

/** The flags of `umbra tunnel`. */
export const TUNNEL_OPTIONS: readonly Option[] = [
  { name: "target", also: ["L"] },
  ...LOCAL_OPTIONS,
];

/** The flags of `umbra dns`. */
export const DNS_OPTIONS: readonly Option[] = [
  { name: "remote-dns" },
  { name: "local-dns" },
  ...LOCAL_OPTIONS,
];

/** The flags of `umbra keygen`. */
export const KEYGEN_OPTIONS: readonly Option[] = ALWAYS;

/** The flags of `umbra methods`. */
export const METHODS_OPTIONS: readonly Option[] = [
  { name: "measure", isSwitch: true },
  { name: "crypto" },
  ...ALWAYS,
];

/** The flags of `umbra why`. */
export const WHY_OPTIONS: readonly Option[] = [
  { name: "local", isSwitch: true },
  { name: "config", also: ["c"] },
  { name: "server", also: ["s"] },
  { name: "port", also: ["p"] },
  { name: "allow-private", mayBeBare: true },
  ...REACH.filter(({ name }) => name !== "dns-cache-size" && name !== "outbound-proxy"),
  ...ALWAYS,
];

/** The flags about a config that is looked at and not run. */
const LOOKED_AT: readonly Option[] = [
  { name: "dialect" },
  { name: "role" },
  { name: "allow-legacy", isSwitch: true },
  ...ALWAYS,
];

/** The flags of `umbra url encode` and `umbra url qr`. */
export const URL_OPTIONS: readonly Option[] = [
  { name: "server", also: ["s"] },
  { name: "port", also: ["p"] },
  { name: "password", also: ["k", "key"] },
  { name: "method", also: ["m"] },
  { name: "name" },
  { name: "public-host" },
  ...LOOKED_AT,
];

/** The flags of `umbra url decode`. */
export const URL_DECODE_OPTIONS: readonly Option[] = ALWAYS;

/** The flags of `umbra config`. */
export const CONFIG_OPTIONS: readonly Option[] = [
  { name: "to" },
  { name: "allow-private", mayBeBare: true },
  { name: "public-host" },
  { name: "name" },
  ...LOOKED_AT,
];
