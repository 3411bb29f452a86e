/** curl in front of a SOCKS5 port that has users. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { env } from "node:process";
import { assertEquals, test } from "#test";
import { withStarted } from "../behaviour/datagrams.ts";
import { localFor, serverAt } from "../behaviour/wiring.ts";

const present = spawnSync("curl", ["--version"]).status === 0;
if (!present && env.CI === "true") throw new Error("NOT RUN: curl is not here");
if (!present) console.error("NOT RUN: curl is not here");

/** What curl says when a SOCKS5 server does not let it through. */
const CANNOT_COMPLETE = 97;

/** Fetches through a SOCKS5 port; the exit code, and what came. */
async function curl(proxy: string, url: string): Promise<[number, string]> {
  const child = spawn("curl", ["--silent", "--proxy", proxy, url], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => text += part);
  const [code] = await once(child, "close");
  return [code, text];
}

test("curl is let through with the right name and password, and with no other", async () => {
  const web = createServer((_, response) => response.end("from the origin")).listen(0, "127.0.0.1");
  await once(web, "listening");
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
  const credentials = [{ user: "ann", password: "p@ss:word" }];
  try {
    await withStarted(
      { servers: [serverAt()] },
      ({ ports: [server] }) =>
        withStarted({ locals: [{ ...localFor(serverAt(server)), credentials }] }, async ({ ports: [port] }) => {
          const at = `127.0.0.1:${port}`;
          assertEquals(await curl(`socks5h://ann:p%40ss%3Aword@${at}`, url), [0, "from the origin"]);
          assertEquals(await curl(`socks5h://ann:p%40ss@${at}`, url), [CANNOT_COMPLETE, ""]);
          assertEquals(await curl(`socks5h://${at}`, url), [CANNOT_COMPLETE, ""]);
        }),
    );
  } finally {
    web.close();
    web.closeAllConnections();
  }
}, { skip: !present });
