/** DNS (RFC 1035) as far as the tests need it: a responder that knows one name, and questions of three programs. @module */

import { execFile, spawnSync } from "node:child_process";
import { Mailbox } from "../net/mailbox.ts";
import { startProcess } from "../process/started.ts";
import { freePort } from "./free_port.ts";

/** The name that the responders know. */
export const NAME = "umbra.test";
/** Its address. */
export const ADDRESS = "192.0.2.53";

/** Something that answers questions on a port of this machine. */
export interface Responder {
  readonly title: string;
  readonly present: boolean;
  run(body: (port: number) => Promise<void>): Promise<void>;
}

/** Something that asks: gives the addresses of the name, by the responder at a port of this machine. */
export interface Asker {
  readonly title: string;
  readonly present: boolean;
  ask(port: number): Promise<string[]>;
}

/** A responder in this process. */
const OWN_RESPONDER: Responder = {
  title: "a responder of the test's",
  present: true,
  async run(body) {
    const box = await Mailbox.bind("127.0.0.1", ({ bytes, from }, box) => box.send(answerTo(bytes), from));
    try {
      await body(box.local.port);
    } finally {
      await box.close();
    }
  },
};

/** dnsmasq, which answers from its command line alone. */
const DNSMASQ: Responder = {
  title: "dnsmasq",
  present: isHere("dnsmasq"),
  async run(body) {
    const port = await freePort();
    const words = ["--keep-in-foreground", "--log-facility=-", "--conf-file=/dev/null", "--no-resolv", "--no-hosts"];
    const where = ["--listen-address=127.0.0.1", "--bind-interfaces", `--port=${port}`, "--pid-file="];
    const child = startProcess(["dnsmasq", ...words, ...where, `--address=/${NAME}/${ADDRESS}`]);
    try {
      await child.line(/started/);
      await body(port);
    } finally {
      await child.kill();
    }
  },
};

/** A question of the test's own. */
const OWN_ASKER: Asker = {
  title: "a question of the test's",
  present: true,
  async ask(port) {
    const box = await Mailbox.bind();
    try {
      await box.send(question(NAME), { host: "127.0.0.1", port });
      return addressesIn((await box.take()).bytes);
    } finally {
      await box.close();
    }
  },
};

/** Who answers. */
export const RESPONDERS: readonly Responder[] = [OWN_RESPONDER, DNSMASQ];
/** Who asks. */
export const ASKERS: readonly Asker[] = [OWN_ASKER, program("kdig"), program("dig")];

/** A program that prints the addresses, one a line. */
function program(name: "dig" | "kdig"): Asker {
  return {
    title: name,
    present: isHere(name),
    async ask(port) {
      const words = ["@127.0.0.1", "-p", `${port}`, "+short", "+notcp", "+retry=0", NAME, "A"];
      return (await output(name, words)).trim().split("\n");
    },
  };
}

function output(name: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(name, words, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${name} was asked in vain, and said: ${stdout}${stderr}`));
    });
  });
}

/** Whether Debian's package of a program is installed; where it is not, that is said. */
function isHere(name: "dig" | "kdig" | "dnsmasq"): boolean {
  const packages = { dig: "bind9-dnsutils", kdig: "knot-dnsutils", dnsmasq: "dnsmasq-base" };
  const present = spawnSync(name, [name === "dig" ? "-v" : "--version"]).status === 0;
  if (!present) console.error(`NOT RUN: ${name} is not here: Debian's ${packages[name]} brings it`);
  return present;
}

/** A question for the address of a name: header, then name, type 1 and class 1. */
function question(name: string): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...new TextEncoder().encode(label)]);
  return Uint8Array.of(0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1);
}

/** The answer: the question with one record behind it, in place of whatever additional ones it had. */
function answerTo(asked: Uint8Array): Uint8Array {
  const end = asked.indexOf(0, 12) + 5;
  const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...ADDRESS.split(".").map(Number)];
  const answer = Uint8Array.of(...asked.subarray(0, end), ...record);
  answer.set([0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0], 2);
  return answer;
}

/** The address in an answer of one record, which is at its end or before additional ones. */
function addressesIn(answer: Uint8Array): string[] {
  const record = answer.indexOf(0, 12) + 5;
  return [answer.subarray(record + 12, record + 16).join(".")];
}
