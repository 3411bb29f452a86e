/** HKDF-SHA1 by @noble/hashes: what serves where the system's library does not (SIP004). @module */

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { type DeriveSubkey, SUBKEY_INFO } from "../keys.ts";

/** Derives the key of one direction. */
export const deriveSubkey: DeriveSubkey = (key, salt) => hkdf(sha1, key, salt, SUBKEY_INFO, key.length);
