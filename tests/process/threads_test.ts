/** The program in several threads: one process, all of whose threads serve, and nothing of which is left. */

import { readdir, readFile } from "node:fs/promises";
import { assert, assertEquals, test } from "#test";
import { accepts, answers, listenEcho } from "../service/reloads.ts";
import { serverAt, through, withLocal } from "../behaviour/wiring.ts";
import { withServerProcess } from "./at_work.ts";

/** The processes that a process has started. */
async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for (const name of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1]);
    if (parent === pid) children.push(Number(name));
  }
  return children;
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`--workers 3 serves in three threads of one process, and ${signal} ends them all`, async () => {
    const echo = await listenEcho();
    try {
      await withServerProcess(async ({ program, port }) => {
        await program.line(/ threads count=3\n/);
        await withLocal(serverAt(port), {}, async (proxy) => {
          for (let i = 0; i < 60; i++) {
            const peer = await through(proxy, echo.port);
            assert(await answers(peer));
            await peer.close();
          }
        });
        for (const thread of [2, 3]) await program.line(new RegExp(` closed .*status=ok .*thread=${thread}\n`));
        assertEquals(await childrenOf(program.pid), []);
        program.signal(signal);
        assertEquals(await program.ended(), 0, program.err);
        assertEquals(await accepts(port), false);
        // What the threads have in common is said once.
        for (const said of ["listening", "method-ready", "threads"]) {
          assertEquals(program.err.match(new RegExp(` ${said} `, "g"))?.length, 1, program.err);
        }
      }, (command) => [...command, "--workers", "3"]);
    } finally {
      await echo.close();
    }
  }, { limit: 60 });
}
