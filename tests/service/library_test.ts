/** The library, as docs/library.md shows it, and what the page does not show. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { SocketError } from "#net";
import { assert, assertEquals, assertRejects, test } from "#test";
import {
  ConfigError,
  connectTo,
  dial,
  newKey,
  readLink,
  serve,
  type ServiceOptions,
  StartError,
  webStreams,
  writeLink,
} from "../../mod.ts";
import { readSource } from "../../scripts/source.ts";
import { closedPort, listenOrigin } from "../behaviour/peer.ts";
import { noise } from "../behaviour/wiring.ts";
import { listenEcho } from "./reloads.ts";

const ROOT = new URL("../../", import.meta.url);

/** The programs on the page, with the section that each stands in. */
async function examples(): Promise<[string, string][]> {
  const page = await readFile(new URL("docs/library.md", ROOT), "utf8");
  return page.split("\n## ").slice(1).flatMap((section) => {
    const title = section.split("\n")[0]!;
    return [...section.matchAll(/```ts\n(.*?)```/gs)].map(([, code]): [string, string] => [title, code!]);
  });
}

const EXAMPLES = await examples();

test("the page has an example in every section", () => assertEquals(EXAMPLES.length, 6));

for (const [title, code] of EXAMPLES) {
  test(`the library, ${title.toLowerCase()}: the example runs to its end and leaves nothing open`, async () => {
    const origin = await listenOrigin(async (peer) => {
      await peer.take(4);
      await peer.send(new TextEncoder().encode("HTTP/1.0 200 OK\r\n\r\nfrom the origin\n"));
      peer.finish();
    });
    const folder = await mkdtemp(`${tmpdir()}/umbra-example-`);
    try {
      const program = code
        .replaceAll('"./umbra/mod.ts"', JSON.stringify(new URL("mod.ts", ROOT).href))
        .replaceAll('{ host: "example.com", port: 80 }', `{ host: "127.0.0.1", port: ${origin.port} }`)
        .replaceAll("console.log(", "globalThis.said.push(");
      assert(!program.includes("./umbra/"));
      const path = `${folder}/example.ts`;
      await writeFile(path, program);
      const said: unknown[] = [];
      Object.assign(globalThis, { said });
      await import(pathToFileURL(path).href);
      assert(said.length > 0);
      if (code.includes("example.com")) assert(said.join("").includes("from the origin"), said.join("\n"));
    } finally {
      await rm(folder, { recursive: true });
      await origin.close();
    }
  });
}

test("the library loads nothing of the command line", async () => {
  const seen = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const { imports } = readSource(path, await readFile(new URL(path, ROOT), "utf8"));
    for (const { text } of imports) {
      if (text.startsWith(".")) await visit(new URL(text, `file:///${path}`).pathname.slice(1));
    }
  };
  await visit("mod.ts");
  assert(seen.has("relay/tcp.ts"));
  assertEquals([...seen].filter((path) => path.startsWith("cli/") || path === "main.ts"), []);
});

test("bytes go through a dialled stream both ways, and an end is passed on", async () => {
  const echo = await listenEcho();
  const password = newKey();
  const server = await serve({
    servers: [{ host: "127.0.0.1", port: 0, password }],
    outbound: { allowPrivate: true },
  });
  try {
    const link = writeLink({ ...reachedAt(server.listeners[0]!.port, password) });
    assertEquals(readLink(link).password, password);
    const { readable, writable } = webStreams(await dial(link, { host: "127.0.0.1", port: echo.port }));
    const bytes = noise(1000, 1);
    const writer = writable.getWriter();
    const written = writer.write(bytes).then(() => writer.close());
    assertEquals(new Uint8Array(await new Response(readable).arrayBuffer()), bytes);
    await written;
    assertEquals([server.counters.accepted, server.counters.up, server.counters.down], [1, 1000, 1000]);
  } finally {
    await server.stop(0);
    await echo.close();
  }
});

test("a target that the server cannot reach is a reset, and a server that is not there is refused", async () => {
  const password = newKey();
  const server = await serve({
    servers: [{ host: "127.0.0.1", port: 0, password }],
    outbound: { allowPrivate: true },
  });
  try {
    const client = await connectTo(reachedAt(server.listeners[0]!.port, password));
    const stream = await client.dial({ host: "127.0.0.1", port: await closedPort() });
    await stream.write(Uint8Array.of(1));
    assertEquals((await assertRejects(() => stream.next(), SocketError)).fault, "reset");
    stream.close();
  } finally {
    await server.stop(0);
  }
  const gone = reachedAt(await closedPort(), password);
  assertEquals((await assertRejects(() => dial(gone, { host: "127.0.0.1", port: 1 }), SocketError)).fault, "refused");
});

test("what cannot be served is refused before a port is opened", async () => {
  const password = newKey();
  const at = { host: "127.0.0.1", port: 0, password };
  const wrong: ServiceOptions[] = [
    { servers: [{ ...at, port: 65536 }] },
    { servers: [{ ...at, port: 1.5 }] },
    { servers: [{ ...at, method: "nonsense" }] },
    { servers: [{ ...at, password: "no key of its form" }] },
    { servers: [{ ...at, method: "rc4-md5", password: "x" }] },
    { locals: [{ port: 0, servers: [] }] },
    { locals: [{ port: 0, servers: ["http://example.com"] }] },
    { locals: [{ port: 0, servers: [{ host: "192.0.2.7", port: 0, password }] }] },
    { locals: [{ port: 0, protocol: "tunnel", servers: [{ host: "192.0.2.7", password }] }] },
  ];
  for (const options of wrong) {
    const { message } = await assertRejects(() => serve(options), ConfigError);
    assert(!message.includes(password), message);
  }
  await assertRejects(() => connectTo({ host: "192.0.2.7", password: "x" }), ConfigError);
  await assertRejects(() => serve({ servers: [{ ...at, host: "192.0.2.7" }] }), StartError);
});

function reachedAt(port: number, password: string) {
  return { host: "127.0.0.1", port, method: "2022-blake3-aes-128-gcm", password };
}
