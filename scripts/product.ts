/** An executable that was just made is run once: a build that succeeded may still have made something else. @module */

import { readText } from "./files.ts";
import { capture, waitForLine } from "./run.ts";

/** The project's version, as deno.json says it. */
export function projectVersion(): string {
  return JSON.parse(readText("deno.json")).version;
}

/** What a server in two threads says when both serve: the module of the second is inside. */
const THREADS = ["server", "--workers", "2", "-s", "127.0.0.1", "-p", "0", "-m", "none", "--password", "none"];
const THREADS_SERVE = / threads count=2$/;

/**
 * Runs the executable with `--version`, then as a server in two threads, and returns the line it prints.
 *
 * Throws unless that is our name and version, and takes the executable away: nobody shall run what is not ours.
 */
export async function checkProduct(path: string, emulator: string[] = []): Promise<string> {
  const { code, output } = await capture([...emulator, path, "--version"], { limit: 20_000 });
  const [line = ""] = output.trim().split("\n");
  const wanted = `umbra ${projectVersion()}`;
  if (code !== 0 || (line !== wanted && !line.startsWith(`${wanted} `))) {
    await Deno.remove(path);
    throw new Error(`${path} is not our program: --version gave "${line}" and code ${code}, expected "${wanted}"`);
  }
  if (!await waitForLine([...emulator, path, ...THREADS], THREADS_SERVE, { limit: 20_000 })) {
    await Deno.remove(path);
    throw new Error(`${path} serves in one thread only: "${THREADS.join(" ")}" did not say ${THREADS_SERVE}`);
  }
  if (emulator.length === 0) await checkLink(path);
  return line;
}

/** The name of another family's command, and how its usage begins. */
const LINKED = { name: "ss-server", usage: "usage: ss-server " };

/** Holds that the executable is another family's command under the name of a link to it. */
async function checkLink(path: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.symlink(await Deno.realPath(path), `${folder}/${LINKED.name}`);
    const { output } = await capture([`${folder}/${LINKED.name}`, "-h"], { limit: 20_000 });
    if (output.startsWith(LINKED.usage)) return;
    throw new Error(`${path} is not ${LINKED.name} under that name: -h gave "${output.split("\n")[0]}"`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
