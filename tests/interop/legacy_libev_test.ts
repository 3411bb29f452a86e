/** Against shadowsocks-libev: its stream methods. */

import { bothWays } from "./both_ways.ts";
import { blockMethods } from "./methods.ts";
import { findLibev } from "./peers.ts";

const METHODS = [
  "rc4",
  "rc4-md5",
  ...blockMethods("aes", "cfb", "ctr"),
  ...blockMethods("camellia", "cfb"),
  "bf-cfb",
  "salsa20",
  "chacha20",
  "chacha20-ietf",
];

bothWays(findLibev(), METHODS);
