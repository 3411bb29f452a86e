/**
 * Against the original program in Python (PyPI: shadowsocks 2.8.2, patched by `deno task peers`): the methods that libev
 * lacks. IDEA is not in Debian's libcrypto: there the program for Node serves.
 */

import { bothWays } from "./both_ways.ts";
import { blockMethods } from "./methods.ts";
import { findNode, findPython } from "./peers.ts";

const METHODS = [
  ...blockMethods("aes", "cfb1", "cfb8", "ofb", "ctr"),
  ...blockMethods("camellia", "cfb1", "cfb8", "ofb", "ctr"),
  "cast5-cfb",
  "des-cfb",
  "rc2-cfb",
  "seed-cfb",
  "salsa20",
  "chacha20",
  "table",
];

bothWays(findPython(), METHODS);
bothWays(findNode(), ["idea-cfb"]);
