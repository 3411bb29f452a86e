import { assertEquals, runtime, test } from "#test";
import { command, startProcess } from "../process/started.ts";
import { SOCKET_CHECKS } from "./socket_checks.ts";
import { RESET_CHECKS } from "./stream_checks.ts";

for (const { name, run } of [...SOCKET_CHECKS, ...RESET_CHECKS]) test(name, run);

test("all of this holds of the runtime's own sockets, where native code may not be called", async () => {
  const child = startProcess(command("tests/net/sockets_without_ffi.ts", [], ["-A", "--deny-ffi"]));
  try {
    assertEquals(await child.ended(), 0, child.out + child.err);
    await child.line(new RegExp(`^held: ${SOCKET_CHECKS.length}$`, "m"));
  } finally {
    await child.kill();
  }
}, { skip: (runtime as string) !== "deno" });
