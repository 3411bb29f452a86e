/** Which way a client's target goes, by its access control list. @module */

import { ResolveError } from "../../dns/types.ts";
import { parseIp } from "../../net/ip.ts";
import { ConnectionError } from "../errors.ts";
import type { Targets } from "../targets.ts";
import type { Acl, Choice } from "./acl.ts";

/**
 * The way to a host, by its name, else by its address. A name that no rule names is looked up here where the list has
 * networks, as other programs do: whoever does not want that has a list of names alone.
 */
export function chooseWay(acl: Acl, targets: Targets, host: string): Choice | Promise<Choice> {
  if (parseIp(host) !== null) return acl.chooseAddress(host) ?? acl.otherwise;
  const choice = acl.chooseName(host);
  if (choice !== null) return choice;
  return acl.needsAddresses ? chooseByLookup(acl, targets, host) : acl.otherwise;
}

async function chooseByLookup(acl: Acl, targets: Targets, host: string): Promise<Choice> {
  try {
    const { addresses } = await targets.permitted({ host, port: 0 });
    return acl.chooseAddress(addresses[0]!) ?? acl.otherwise;
  } catch (cause) {
    // What has no address here may have one at the server.
    if (cause instanceof ResolveError || cause instanceof ConnectionError) return acl.otherwise;
    throw cause;
  }
}
