/** Where the peers are that Debian does not bring: outside the tree, since they outlive a clone. @module */

import { env } from "node:process";

/** The folder, without a slash at its end: `UMBRA_PEERS`, or one in the user's cache. */
export function peerFolder(): string {
  return env.UMBRA_PEERS || `${env.HOME ?? "/tmp"}/.cache/umbra-peers`;
}
