import { assertEquals, assertRejects, test } from "#test";
import { keepState } from "../../cli/state.ts";
import { ConfigError } from "../../config/types.ts";
import { HostError } from "../../net/errors.ts";
import type { Host } from "../../net/types.ts";

/** The two calls that the state file needs, over what each read finds in turn. */
function filesOf(reads: (string | null)[]): Host & { written: string[] } {
  const written: string[] = [];
  const unused = () => {
    throw new Error("not asked for here");
  };
  return {
    written,
    readTextFile() {
      const text = reads.shift() ?? null;
      return text === null ? Promise.reject(new HostError("not-found", "no file")) : Promise.resolve(text);
    },
    writePrivateFile(_path, text) {
      if (reads.length > 0) return Promise.reject(new HostError("exists", "there is a file"));
      written.push(text);
      return Promise.resolve();
    },
    args: unused,
    programName: unused,
    processes: unused,
    env: unused,
    memory: unused,
    fileMode: unused,
    exit: unused,
    onSignal: unused,
    isTerminal: unused,
    readSecret: unused,
    print: unused,
    printError: unused,
    defaultRouteAddress: unused,
  };
}

const TEXT = '{"method":"aes-256-gcm","password":"theirs"}';

test("a key that is kept is used, and nothing is written", async () => {
  const files = filesOf([TEXT]);
  assertEquals(await keepState("s", undefined, files), { method: "aes-256-gcm", password: "theirs" });
  assertEquals(files.written, []);
});

test("where two processes make a key at once, both use the one that was kept", async () => {
  const files = filesOf([null, TEXT]);
  assertEquals(await keepState("s", undefined, files), { method: "aes-256-gcm", password: "theirs" });
  assertEquals(files.written, []);
});

test("a damaged state file is refused and left as it is", async () => {
  const damaged = [
    "",
    "null",
    "[]",
    "{}",
    TEXT.slice(0, -1),
    '{"method":"aes-256-gcm"}',
    '{"method":"aes-256-gcm","password":""}',
    '{"method":"aes-256-gcm","password":1}',
    '{"method":"rot13","password":"x"}',
  ];
  for (const text of damaged) {
    const files = filesOf([text]);
    const error = await assertRejects(() => keepState("s", undefined, files), ConfigError);
    assertEquals(
      error.message,
      'Cannot use the state file "s": expected JSON with "method" and "password"; ' +
        "it was left as it is, and a new key is made once it is moved away",
    );
    assertEquals(files.written, []);
  }
});
