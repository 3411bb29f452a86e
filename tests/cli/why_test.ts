import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { assert, assertEquals, test } from "#test";
import { runIn, type World } from "./fake.ts";

/** What is printed, and the code. */
async function said(world: World, ...words: string[]): Promise<string> {
  const { code, out, err, configs } = await runIn(world, "why", ...words);
  assertEquals(configs, []);
  return `${code} ${out}${err}`;
}

test("a server's rules are named, for each address", async () => {
  assertEquals(await said({}, "8.8.8.8"), "0 8.8.8.8:443\n  8.8.8.8  dialled (1): public\n");
  assertEquals(await said({}, "10.0.0.1:80"), "1 10.0.0.1:80\n  10.0.0.1  denied: private 10.0.0.0/8\n");
  assertEquals(await said({}, "[::1]:8388"), "1 [::1]:8388\n  ::1  denied: a port of this program\n");
  assertEquals(await said({}, "[::1]:8388", "-p", "9"), "1 [::1]:8388\n  ::1  denied: loopback ::1\n");
  const opened = "0 10.0.0.1:443\n  10.0.0.1  dialled (1): allow_private 10.0.0.0/8\n";
  assertEquals(await said({}, "10.0.0.1", "--allow-private=10.0.0.0/8"), opened);
  const files = { "c.json": "{allow_private: true, forbidden_ip: '8.8.8.0/24', password: 'x', method: 'aes-128-gcm'}" };
  assertEquals(
    await said({ files }, "8.8.8.8", "-c", "c.json"),
    "1 8.8.8.8:443\n  8.8.8.8  denied: forbidden_ip 8.8.8.0/24\n",
  );
  const local = await said({}, "localhost");
  assert(local.startsWith("1 localhost:443\n") && local.includes("127.0.0.1  denied: loopback 127.0.0.0/8\n"), local);
  assert((await said({}, "no-such-name.invalid")).startsWith("1 no-such-name.invalid:443\n  Cannot resolve"));
});

test("a client's access control list is named", async () => {
  const folder = await mkdtemp(`${tmpdir()}/umbra-why-`);
  try {
    const path = `${folder}/a.acl`;
    await writeFile(path, "[proxy_all]\n[bypass_list]\n||direct.test\n10.0.0.0/8\n[outbound_block_list]\n|bad.test\n");
    const flags = ["--acl", path, "--local"];
    assertEquals(await said({}, "8.8.8.8", ...flags), "0 8.8.8.8:443\n  through the server: [proxy_all]\n");
    assertEquals(
      await said({}, "10.1.1.1", ...flags),
      "0 10.1.1.1:443\n  straight: [bypass_list] 10.0.0.0/8\n  10.1.1.1  dialled (1): private 10.0.0.0/8\n",
    );
    assertEquals(await said({}, "8.8.8.8", "--local"), "0 8.8.8.8:443\n  through the server: no access control list\n");
    assertEquals(
      await said({}, "bad.test", "--acl", path),
      "1 bad.test:443\n  Cannot connect to bad.test: denied by [outbound_block_list] |bad.test\n",
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("one target is wanted, and one that can be one", async () => {
  for (const words of [[], ["a", "b"]]) {
    const expected = "2 Cannot read the command line: umbra why takes one HOST[:PORT], found ";
    assertEquals(await said({}, ...words), `${expected}${words.length}\n`);
  }
  assertEquals(await said({}, "a:b:c"), '2 Cannot read the command line: found "a:b:c", expected HOST or HOST:PORT\n');
  assert((await said({}, "a", "--acl", "/no/such.acl")).startsWith("2 Cannot use the access control list"));
});
