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
import { readText } from "./files.ts";
import { libcrypto, outputOf, processor, runtimes } from "./machine.ts";
import { opensslTime } from "./openssl_speed.ts";
import { BUN, DENO, ROOT, run, script } from "./run.ts";

const PAGE = "docs/ciphers.md";
const CHILD = "scripts/cipher_figures.ts";

/** How often all is measured, in processes of their own: the best figure counts. */
const ROUNDS = 3;

/** What one runtime measures; what npx has to say besides does not count. */
async function figuresOf(command: string[]): Promise<Figures> {
  const output = await outputOf([...command, CHILD]);
  return JSON.parse(/^\{.*\}$/m.exec(output)?.[0] ?? "");
}

async function opensslChunks(): Promise<Figures["chunks"]> {
  const chunks: Figures["chunks"] = {};
  for (const cipher of CHUNK_CIPHERS) {
    const [seal, open] = [
      await opensslTime(cipher, CHUNK_SIZE),
      await opensslTime(cipher, CHUNK_SIZE, "-decrypt"),
    ];
    if (seal !== undefined && open !== undefined) chunks[cipher] = { seal, open } satisfies ChunkTimes;
  }
  return chunks;
}

/** What it was measured on. */
async function machine(): Promise<string[]> {
  const noble = JSON.parse(readText("package.json")).dependencies["@noble/ciphers"];
  return [`${await runtimes()}, @noble/ciphers ${noble}`, await libcrypto(), processor()];
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
