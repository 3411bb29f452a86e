/** Networks as people write them. @module */

import { parseCidr } from "../relay/cidr.ts";

/** Whether the text is an address, or a network like 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  return parseCidr(text) !== null;
}
