/** Datagrams against the programs in Python and for Node: the methods that libev lacks, and large ones. */

import { blockMethods } from "./methods.ts";
import { findNode, findPython } from "./peers.ts";
import { datagramsBothWays } from "./udp_carried.ts";

const PYTHON = [
  "rc4-md5",
  "aes-256-cfb",
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
const NODE = ["aes-256-cfb", "idea-cfb", "table"];

// One of no bytes is lost between two of the program in Python.
datagramsBothWays(findPython(), PYTHON, [1, 512, 1400, 8000, 65_000]);
datagramsBothWays(findNode(), NODE, [1, 512, 1400, 8000, 65_000]);
