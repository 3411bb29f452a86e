/** Measures the ciphers on Deno and on Bun and writes docs/ciphers.md. @module */

import {
  better,
  betterChunks,
  CHUNK_CIPHERS,
  CHUNK_SIZE,
  type ChunkTimes,
  type Figures,
  page,
  type Report,
} from "./cipher_report.ts";
import { BUN, capture, DENO, ROOT, run, script } from "./run.ts";

const PAGE = "docs/ciphers.md";
const CHILD = "scripts/cipher_figures.ts";

/** How often all is measured, in processes of their own: the best figure counts. */
const ROUNDS = 3;

/** What of a processor's abilities makes ciphers fast. */
const FLAGS = ["aes", "vaes", "pclmulqdq", "vpclmulqdq", "ssse3", "avx2", "avx512f", "sha_ni", "asimd", "pmull"];

/** The output of a program that must succeed. */
async function outputOf(command: string[]): Promise<string> {
  const { code, output } = await capture(command);
  if (code !== 0) throw new Error(`Cannot run ${command.join(" ")}: ${output.trim()}`);
  return output;
}

/** What one runtime measures; what npx has to say besides does not count. */
async function figuresOf(command: string[]): Promise<Figures> {
  const output = await outputOf([...command, CHILD]);
  return JSON.parse(/^\{.*\}$/m.exec(output)?.[0] ?? "");
}

/** Microseconds of one operation by `openssl speed`; undefined without an openssl. */
async function opensslTime(cipher: string, ...flags: string[]): Promise<number | undefined> {
  const command = ["openssl", "speed", "-aead", ...flags, "-bytes", `${CHUNK_SIZE}`, "-seconds", "1", "-evp", cipher];
  const { output } = await capture(command).catch(() => ({ output: "" }));
  const thousands = Number(/^\S+ +([\d.]+)k$/m.exec(output)?.[1] ?? 0);
  return thousands === 0 ? undefined : CHUNK_SIZE / thousands * 1e3;
}

async function opensslChunks(): Promise<Figures["chunks"]> {
  const chunks: Figures["chunks"] = {};
  for (const cipher of CHUNK_CIPHERS) {
    const [seal, open] = [await opensslTime(cipher), await opensslTime(cipher, "-decrypt")];
    if (seal !== undefined && open !== undefined) chunks[cipher] = { seal, open } satisfies ChunkTimes;
  }
  return chunks;
}

/** What it was measured on; nothing that tells one machine from others of its kind. */
async function machine(): Promise<string[]> {
  const bun = /^\d+\.\d+\.\d+$/m.exec(await outputOf([...BUN, "--version"]))?.[0];
  const openssl = await outputOf(["openssl", "version"]).catch(() => "none");
  const noble = JSON.parse(Deno.readTextFileSync(`${ROOT}package.json`)).dependencies["@noble/ciphers"];
  return [
    `Deno ${Deno.version.deno}, Bun ${bun}, @noble/ciphers ${noble}`,
    `libcrypto: ${openssl.trim().replace(/ \(.*/, "")}`,
    `${Deno.build.os}, ${processor()}`,
  ];
}

function processor(): string {
  const text = Deno.build.os === "linux" ? Deno.readTextFileSync("/proc/cpuinfo") : "";
  const model = /^model name\s*: (.+)$/m.exec(text)?.[1] ?? Deno.build.arch;
  const flags = /^(?:flags|Features)\s*: (.+)$/m.exec(text)?.[1]?.split(" ") ?? [];
  return `${model}: ${FLAGS.filter((flag) => flags.includes(flag)).join(" ")}`;
}

/** All figures of one round. */
async function round(): Promise<Pick<Report, "runtimes" | "openssl">> {
  const openssl = await opensslChunks();
  return { openssl, runtimes: [await figuresOf([...DENO, "run", "-A"]), await figuresOf([...BUN, "run"])] };
}

async function main(): Promise<number> {
  let best = await round();
  for (let i = 1; i < ROUNDS; i++) {
    const { openssl, runtimes } = await round();
    best = {
      openssl: betterChunks(best.openssl, openssl),
      runtimes: best.runtimes.map((figures, runtime) => better(figures, runtimes[runtime]!)),
    };
  }
  Deno.writeTextFileSync(ROOT + PAGE, page({ machine: await machine(), ...best }));
  return await run([...DENO, "fmt", "--quiet", PAGE]);
}

if (import.meta.main) await script(main);
