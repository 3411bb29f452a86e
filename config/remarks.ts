/** What whoever wrote a config should know of it, although it can be used. No sentence holds a secret. @module */

import { knownMethod, methodRemark } from "./method_choice.ts";
import type { Config, LocalEntry, ServerEntry } from "./types.ts";
import { quoted } from "./wrong.ts";
import { weakness } from "./weak.ts";

/** One sentence each. */
export function remarksOn(config: Config): string[] {
  const { servers, locals } = config;
  const entries = [...servers, ...locals.flatMap((local) => local.servers)];
  const remarks = [
    ...entries.flatMap(methodRemarks),
    ...entries.flatMap(weakPasswords),
    ...locals.flatMap(localRemarks),
  ];
  return [...new Set(remarks)];
}

/** What is to be said of a server's method. */
function methodRemarks({ method }: ServerEntry): string[] {
  const remark = methodRemark(knownMethod(method));
  return remark === null ? [] : [remark];
}

/** The weak ones among a server's passwords. */
function weakPasswords({ port, method, password, users = [] }: ServerEntry): string[] {
  const row = knownMethod(method);
  const own = users.length > 0 && password === "" ? [] : [{ whose: `the password of port ${port}`, password }];
  const theirs = users.map((user) => ({ whose: `the password of user ${quoted(user.name)}`, password: user.password }));
  return [...own, ...theirs].flatMap((keyed) => {
    const weak = weakness(keyed.password, row);
    return weak === null ? [] : [`${keyed.whose} ${weak}; make one with: umbra keygen ${method}`];
  });
}

/** What is to be said of a port for applications. */
function localRemarks({ host, port, credentials }: LocalEntry): string[] {
  if (credentials !== undefined || /^(?:127\.|::1$|localhost$)/.test(host)) return [];
  return [`port ${port} serves everybody who reaches ${host}: expected 127.0.0.1, or a firewall before it`];
}
