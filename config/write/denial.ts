/** What a server denies, and other programs let through. @module */

import type { Config } from "../types.ts";
import { type Loss, loss } from "./losses.ts";

/** Our server denies what is not public unless it is opened; theirs denies nothing but by an access control list. */
export function denialLosses({ servers, outbound = {} }: Config, dialect: string): Loss[] {
  const { denied = "private", allowPrivate, forbidden = [] } = outbound;
  const losses = forbidden.length > 0 ? [loss("forbidden_ip", `cannot be said in ${dialect}`)] : [];
  if (servers.length === 0 || denied === "nothing" || allowPrivate === true) return losses;
  const reason = `cannot be said in ${dialect}: its servers connect to private addresses, and to their own machine; ` +
    "--allow-private accepts that";
  return [...losses, loss("allow_private", reason)];
}
