/** Passwords that are guessed: whoever has recorded a connection can try them without asking anybody. @module */

import type { MethodRow } from "../crypto/methods.ts";

/** The fewest characters that a password of random letters and digits needs. */
const LEAST = 12;

/** What stands in samples, and at the top of every list of passwords. */
const COMMON = new Set(
  ("password passw0rd mypassword yourpassword your-password your_password shadowsocks barfoo! foobar hunter2 changeme " +
    "123456789012 1234567890123 qwertyuiop asdfghjkl administrator teddysun.com doub.io").split(" "),
);

/** Why a password is weak, without saying anything of what it is; null when it is not, or is a key of a method of 2022. */
export function weakness(password: string, { kind }: MethodRow): string | null {
  if (kind === "aead-2022" || kind === "none") return null;
  const lower = password.toLowerCase();
  if (COMMON.has(lower) || COMMON.has(lower.replace(/\d{1,4}$/, ""))) return "is one that many people use";
  if (password.length < LEAST) return `is short: length ${password.length}, expected ${LEAST} or more`;
  return new Set(lower).size < 5 ? "has few different characters" : null;
}
