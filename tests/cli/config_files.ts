/** Config files for `umbra config`, and the keys in them. @module */

import { assertEquals } from "#test";
import { parseJson5 } from "../../config/json5.ts";
import { runIn, type World } from "./fake.ts";

/** A password that nothing is to be said of. */
export const GOOD = "kxbqzmtwolfp1234";
/** A key of the default method. */
export const KEY = btoa("key of the tests");
/** The key of one of its users. */
export const USER = btoa("a key of a user!");

/** An access control list. */
const ACL = "[bypass_list]\n10.0.0.0/8\n";

/** A world with one file, and a list beside it. */
export function withFile(value: object | string): World {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { files: { "c.json": text, "a.acl": ACL }, route: "192.0.2.1" };
}

/** What check makes of a file. */
export async function check(value: object | string, ...flags: string[]) {
  const { code, out, err, configs } = await runIn(withFile(value), "config", "check", "c.json", ...flags);
  assertEquals(configs, []);
  return { code, head: out.split("\n{")[0], said: code === 0 ? parseJson5(out, "out") : null, err };
}
