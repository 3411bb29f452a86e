/** Small programs in C that stand at the ends of a measurement, compiled for it. @module */

import { capture } from "../run.ts";

/** The paths of the compiled programs. */
export interface Tools {
  /** A relay that does nothing else. */
  readonly relay: string;
  readonly udpEcho: string;
  readonly httpOrigin: string;
}

/** Compiles the programs, which go when this process ends; null, told, where there is no compiler. */
export async function compileTools(): Promise<Tools | null> {
  if (await capture(["cc", "--version"]).catch(() => null) === null) {
    console.log("NOT RUN: the floor and what needs an origin in C: no cc is here");
    return null;
  }
  const folder = await Deno.makeTempDir({ prefix: "umbra-bench-" });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return {
    relay: await compile("relay", folder),
    udpEcho: await compile("udp_echo", folder),
    httpOrigin: await compile("http_origin", folder),
  };
}

async function compile(name: string, folder: string): Promise<string> {
  const program = `${folder}/${name}`;
  const command = ["cc", "-O2", "-pthread", "-o", program, `scripts/bench/native/${name}.c`];
  const { code, output } = await capture(command);
  if (code !== 0) throw new Error(`Cannot compile ${name}.c: ${output.trim()}`);
  return program;
}
