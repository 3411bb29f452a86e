/** Traffic that goes straight to its target. @module */

import { connect } from "#net";
import { after } from "../../net/timers.ts";
import type { Endpoint } from "../../net/types.ts";
import { ConnectionError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { Outbound } from "../request.ts";
import { Targets } from "../targets.ts";
import { FamilyMemory } from "./family_memory.ts";
import { dialFirst } from "./happy_eyeballs.ts";

/** What a direct outbound may be told. */
export interface DirectOptions {
  /** Looks names up and judges addresses: the system's resolver and no rules unless given. */
  readonly targets?: Targets;
  /** What dials a concrete address, where that is not this machine itself. */
  readonly via?: Outbound;
}

/** Dials targets from here. No name is dialled, but the addresses that it led to when it was judged. */
export function directOutbound(
  { connect: timeout, keepalive }: Pick<Limits, "connect" | "keepalive">,
  { targets = new Targets(), via }: DirectOptions = {},
): Outbound {
  const memory = new FamilyMemory();
  return {
    async dial(target) {
      const { port } = target;
      const looked = targets.permitted(target);
      const { addresses } = looked instanceof Promise ? await inTime(looked, target, timeout) : looked;
      return await dialFirst(addresses, {
        dial: (host, seconds) => via?.dial({ host, port }) ?? connect({ host, port, timeout: seconds, keepalive }),
        timeout,
        memory,
      });
    },
  };
}

/** What is looked up, unless that takes longer than a connection may take to stand. */
async function inTime<T>(looked: Promise<T>, { host }: Endpoint, seconds: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const wait = after(seconds, () => {
    late.reject(new ConnectionError("resolve", `Cannot resolve ${host}: no answer in ${seconds} s`));
  });
  try {
    return await Promise.race([looked, late.promise]);
  } finally {
    wait.cancel();
  }
}
