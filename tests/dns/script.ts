/** Servers that say what a test wants, without sockets, and files that a test writes. @module */

import { HostError } from "#net";
import { type Exchange, type Exchanges, noAnswer, type Server, titleOf, whenOver } from "../../dns/exchange.ts";
import { hostsPath } from "../../dns/hosts.ts";
import { RESOLV_CONF } from "../../dns/resolv_conf.ts";
import type { Question } from "../../dns/query.ts";
import { createResolver, type ResolverOptions } from "../../dns/resolver.ts";
import type { Resolver } from "../../dns/types.ts";
import type { Files } from "../../dns/watched_file.ts";
import { questionOf, reply, type Spec } from "./written.ts";

/** What a server says to a question; null: nothing at all. */
export type Say = (question: Question, server: Server, query: Uint8Array) => Spec | null;

/** Servers that answer at once, or never. */
export class Script {
  /** What was asked, in order: `udp://1.1.1.1:53 name A`. */
  readonly asked: string[] = [];
  readonly exchanges: Exchanges;

  constructor(say: Say) {
    const exchange = (way: Server["way"]): Exchange => (server, query, limits) => {
      const question = questionOf(query);
      const asked = { ...server, way };
      this.asked.push(`${titleOf(asked)} ${question.name} ${question.type}`);
      const spec = say(question, asked, query);
      if (spec !== null) return Promise.resolve(reply(query, spec));
      return new Promise((_, reject) => {
        const done = whenOver(limits, () => {
          done();
          reject(noAnswer(server, limits));
        });
      });
    };
    this.exchanges = { udp: exchange("udp"), tcp: exchange("tcp"), tls: exchange("tls"), https: exchange("https") };
  }

  /** A resolver that asks these servers, on a machine with no files of its own. */
  resolver(options: Partial<ResolverOptions> = {}): Resolver {
    return createResolver({ servers: ["192.0.2.1"], files: new TestFiles(), exchanges: this.exchanges, ...options });
  }
}

/** The hosts file and resolv.conf, in memory. */
export class TestFiles implements Files {
  /** How often each was read. */
  readonly reads: string[] = [];
  hosts: string | null;
  resolvConf: string | null;

  constructor({ hosts = null, resolvConf = null }: { hosts?: string | null; resolvConf?: string | null } = {}) {
    this.hosts = hosts;
    this.resolvConf = resolvConf;
  }

  readTextFile(path: string): Promise<string> {
    this.reads.push(path);
    return this.fileStamp(path);
  }

  fileStamp(path: string): Promise<string> {
    const text = path === RESOLV_CONF ? this.resolvConf : path === hostsPath() ? this.hosts : null;
    if (text === null) return Promise.reject(new HostError("not-found", `Cannot read ${path}: it is not there`));
    return Promise.resolve(text);
  }
}
