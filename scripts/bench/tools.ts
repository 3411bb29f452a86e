/** Small programs in C that stand at the ends of a measurement, compiled for it. @module */

import { capture } from "../run.ts";

/** The paths of the compiled programs. */
export interface Tools {
  /** A relay that does nothing else. */
  readonly relay: string;
  readonly udpEcho: string;
  readonly httpOrigin: string;
}

/** Runs the body with the programs, or with null, told, where there is no compiler. */
export async function withTools<T>(body: (tools: Tools | null) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "umbra-bench-" });
  try {
    return await body(await compileAll(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function compileAll(folder: string): Promise<Tools | null> {
  if (await capture(["cc", "--version"]).catch(() => null) === null) {
    console.log("NOT RUN: the floor and what needs an origin in C: no cc is here");
    return null;
  }
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
