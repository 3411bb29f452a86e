/** What the programs of other families promise to whoever starts them: words, exit codes, lines. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { assert, assertEquals, assertMatch, test } from "#test";
import { startProcess, umbra } from "./started.ts";

/** A command line that ends by itself: its exit code, what it prints, and what it says on standard error. */
interface Contract {
  readonly words: string;
  readonly code: number;
  readonly out?: RegExp;
  readonly err?: RegExp;
  /** How many lines of standard error have the level ERROR, and how many WARNING. */
  readonly errors?: number;
  readonly warnings?: number;
}

/** The Python program, as `FILE` in a folder of its own. */
const PYTHON: readonly Contract[] = [
  { words: "ssserver --version", code: 0, out: /^Shadowsocks \S+/ },
  { words: "sslocal -h", code: 0, out: /^usage: sslocal/ },
  { words: "ssserver", code: 2, out: /^usage:/, err: /^ERROR: config not specified$/m, errors: 1 },
  { words: "sslocal", code: 2, out: /^usage:/, err: /^ERROR: config not specified$/m, errors: 1 },
  { words: "ssserver --nothing", code: 2, out: /^usage:/ },
  { words: "ssserver -m", code: 2, out: /^usage:/ },
  { words: "sslocal -k pw", code: 2, err: /^ERROR: server addr not specified$/m, errors: 1 },
  { words: "sslocal -s 127.0.0.1", code: 2, err: /ERROR +password not specified$/m, errors: 1 },
  { words: "ssserver -p 8388", code: 2, err: /ERROR +password or port_password not specified$/m, errors: 1 },
  {
    words: "ssserver -k mypassword",
    code: 1,
    err: /ERROR +DON'T USE DEFAULT PASSWORD! Please change it in your config.json!$/m,
    errors: 1,
  },
  {
    words: "ssserver -k mypassword --forbidden-ip 127.0.0.1/4a",
    code: 2,
    err: /ERROR: Not a valid CIDR notation: 127.0.0.1\/4a$/m,
  },
  {
    words: "ssserver -k mypassword -t10",
    code: 1,
    err: /WARNING {2}warning: your timeout 10 seems too short$/m,
    warnings: 1,
  },
  {
    words: "ssserver -k mypassword -t1000",
    code: 1,
    err: /WARNING {2}warning: your timeout 1000 seems too long$/m,
    warnings: 1,
  },
  {
    words: "ssserver -k mypassword -m rc4",
    code: 1,
    err: /WARNING {2}warning: RC4 is not safe; please use a safer cipher, like AES-256-CFB$/m,
    warnings: 1,
  },
  {
    words: "ssserver -k mypassword -s 127.0.0.1",
    code: 1,
    err: /WARNING {2}warning: server set to listen on 127.0.0.1:8388, are you sure\?$/m,
    warnings: 1,
  },
  { words: "ssserver -c FILE", code: 1, err: /^INFO: loading config from \S+FILE$/m },
  { words: "ssserver -c FILE", code: 1, err: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ERROR {4}DON'T/m },
  { words: "ssserver -c nowhere", code: 1, errors: 1 },
  { words: "ssserver -k pw -m nosuch", code: 1, errors: 1 },
  { words: "ssserver -k mypassword -d start", code: 1, err: /ERROR {4}DON'T USE DEFAULT PASSWORD!/, errors: 1 },
  { words: "sslocal -k pw -d start", code: 2, err: /^ERROR: server addr not specified$/m, errors: 1 },
  { words: "ssserver -k pw -d start --pid-file /nowhere/p.pid --log-file FILE.log", code: 1, err: /\/nowhere\/p\.pid/ },
];

/** shadowsocks-libev. */
const LIBEV: readonly Contract[] = [
  { words: "ss-server -h", code: 0, out: /^usage: ss-server/ },
  { words: "ss-local --help", code: 0, out: /^usage: ss-local/ },
  { words: "ss-server -Z", code: 1, out: /^usage: ss-server/ },
  { words: "ss-server --nothing", code: 1, out: /^usage:/ },
  { words: "ss-server -s 127.0.0.1 -p 8388", code: 1, out: /^usage:/ },
  { words: "ss-server -s 127.0.0.1 -p", code: 1, out: /^usage:/ },
  { words: "ss-local -s 127.0.0.1 -p 8388 -k pw", code: 1, out: /^usage:/ },
  { words: "ss-tunnel -s 127.0.0.1 -p 8388 -k pw -l 1080", code: 1, out: /^usage:/ },
  { words: "ss-server -s 127.0.0.1 -p 8388 -k pw -m nosuch", code: 255, err: /ERROR: .*nosuch/ },
  { words: "ss-tunnel -s 127.0.0.1 -p 8388 -k pw -l 1080 -L a:1 -m nosuch", code: 255, err: /ERROR: .*nosuch/ },
  { words: "ss-server -c nowhere", code: 255, err: /ERROR: / },
  { words: "ss-server -p 8388 -k pw --manager-address /tmp/m", code: 255, err: /--manager-address/ },
  { words: "ss-server -A -p 8388 -k pw", code: 255, err: /withdrawn/ },
];

/** Holds one program to its contract. */
async function hold({ words, code, out, err, errors, warnings }: Contract, file: string): Promise<void> {
  const program = startProcess(umbra(...words.replaceAll("FILE", file).split(" ")));
  try {
    const ended = await program.ended();
    const said = `${words}: ${program.out}${program.err}`;
    assertEquals(ended, code, said);
    if (out !== undefined) assertMatch(program.out, out, said);
    if (err !== undefined) {
      assertMatch(program.err, new RegExp(err.source.replace("FILE", "config.json"), err.flags), said);
    }
    if (warnings !== undefined) assertEquals(program.err.match(/WARNING/g)?.length, warnings, said);
    if (errors !== undefined) assertEquals(program.err.match(/ERROR/g)?.length, errors, said);
    assert(!/^ {4}at /m.test(program.err), said);
  } finally {
    await program.kill();
  }
}

/** Holds all of them, two programs at a time. */
async function holdAll(contracts: readonly Contract[]): Promise<void> {
  const folder = await mkdtemp(`${tmpdir()}/umbra-contract-`);
  try {
    const file = `${folder}/config.json`;
    await writeFile(file, '{"password": "mypassword", "timeout": 300}');
    const half = Math.ceil(contracts.length / 2);
    const run = async (part: readonly Contract[]) => {
      for (const contract of part) await hold(contract, file);
    };
    await Promise.all([run(contracts.slice(0, half)), run(contracts.slice(half))]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("ssserver and sslocal answer as the Python program does", () => holdAll(PYTHON), { limit: 60 });

test("ss-server, ss-local and ss-tunnel answer as those of libev do", () => holdAll(LIBEV), { limit: 60 });
