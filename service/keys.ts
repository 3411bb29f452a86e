/** Keys for new servers. @module */

import { DEFAULT_METHOD } from "../config/defaults.ts";
import { knownMethod } from "../config/method_choice.ts";
import { generateKey } from "../crypto/psk.ts";

/**
 * A random key of the form that a method takes.
 *
 * @throws {ConfigError} when there is no such method.
 */
export function newKey(method = DEFAULT_METHOD): string {
  return generateKey(knownMethod(method));
}
