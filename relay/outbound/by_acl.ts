/** Connections that go through the server or straight, as an access control list says. @module */

import type { Acl } from "../acl/acl.ts";
import { chooseWay } from "../acl/chooser.ts";
import type { Outbound } from "../request.ts";
import type { Targets } from "../targets.ts";

/** Both ways out of a client. */
export interface Ways<T> {
  readonly proxy: T;
  readonly bypass: T;
}

/** @param targets looks names up where the list has networks */
export function outboundByAcl(acl: Acl, targets: Targets, ways: Ways<Outbound>): Outbound {
  return {
    async dial(target) {
      const { way } = await chooseWay(acl, targets, target.host);
      return await ways[way].dial(target);
    },
  };
}
