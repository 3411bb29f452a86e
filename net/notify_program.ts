/** Telling systemd by its own program, where libc cannot be called and the runtime has no sockets of that kind. @module */

import { after } from "./timers.ts";

/** Seconds that the program gets. */
const LIMIT = 5;

/** Sends a state to the socket at a path; `systemd-notify` takes the state's lines as its words. */
export async function notifyByProgram(path: string, state: string, program = "systemd-notify"): Promise<boolean> {
  // Loaded where it is needed: the module brings megabytes.
  const { spawn } = await import("node:child_process");
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", NOTIFY_SOCKET: path };
  return await new Promise((resolve) => {
    const child = spawn(program, state.split("\n"), { env, stdio: "ignore" });
    const late = after(LIMIT, () => child.kill());
    const end = (done: boolean) => {
      late.cancel();
      resolve(done);
    };
    // It is not installed, or may not be run.
    child.on("error", () => end(false));
    child.on("close", (code) => end(code === 0));
  });
}
