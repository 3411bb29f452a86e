/** Against shadowsocks-rust: methods that no other peer serves, and those that the one in Python serves only patched. */

import { bothWays } from "./both_ways.ts";
import { blockMethods } from "./methods.ts";
import { findRust } from "./peers.ts";

const METHODS = [
  "2022-blake3-aes-128-gcm",
  "2022-blake3-aes-256-gcm",
  "2022-blake3-chacha20-poly1305",
  "2022-blake3-chacha8-poly1305",
  "aes-128-ccm",
  "aes-256-ccm",
  "aes-128-gcm-siv",
  "aes-256-gcm-siv",
  "none",
  "table",
  ...blockMethods("camellia", "cfb1", "cfb8", "ofb", "ctr"),
];

bothWays(findRust(), METHODS);
