/** What was measured on; nothing that tells one machine from others of its kind. @module */

import { BUN, capture } from "./run.ts";

/** What of a processor's abilities makes ciphers fast. */
const FLAGS = ["aes", "vaes", "pclmulqdq", "vpclmulqdq", "ssse3", "avx2", "avx512f", "sha_ni", "asimd", "pmull"];

/** The output of a program that must succeed. */
export async function outputOf(command: string[]): Promise<string> {
  const { code, output } = await capture(command);
  if (code !== 0) throw new Error(`Cannot run ${command.join(" ")}: ${output.trim()}`);
  return output;
}

/** The runtimes' versions. */
export async function runtimes(): Promise<string> {
  const bun = /^\d+\.\d+\.\d+$/m.exec(await outputOf([...BUN, "--version"]))?.[0];
  return `Deno ${Deno.version.deno}, Bun ${bun}`;
}

/** The version of libcrypto that `openssl` has. */
export async function libcrypto(): Promise<string> {
  const openssl = await outputOf(["openssl", "version"]).catch(() => "none");
  return `libcrypto: ${openssl.trim().replace(/ \(.*/, "")}`;
}

/** The system, and the processor with its abilities. */
export function processor(): string {
  const text = Deno.build.os === "linux" ? Deno.readTextFileSync("/proc/cpuinfo") : "";
  const model = /^model name\s*: (.+)$/m.exec(text)?.[1] ?? Deno.build.arch;
  const flags = /^(?:flags|Features)\s*: (.+)$/m.exec(text)?.[1]?.split(" ") ?? [];
  return `${Deno.build.os}, ${model}: ${FLAGS.filter((flag) => flags.includes(flag)).join(" ")}`;
}
