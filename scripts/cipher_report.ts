/** What the figures of the ciphers look like, as data and as a page. @module */

import type { ProviderName } from "../crypto/providers/types.ts";

/** The providers, in the order of the columns. */
export const PROVIDERS = ["native", "node", "wasm", "noble"] as const;

/** The ciphers whose chunks are compared with `openssl speed`, and the size of the chunks. */
export const CHUNK_CIPHERS = ["aes-256-gcm", "chacha20-poly1305"] as const;
export const CHUNK_SIZE = 16_383;

/** Microseconds of one seal and one open. */
export interface ChunkTimes {
  seal: number;
  open: number;
}

/** What one runtime measured. */
export interface Figures {
  runtime: "deno" | "bun";
  chunks: Partial<Record<typeof CHUNK_CIPHERS[number], ChunkTimes>>;
  /** Bytes a second, by the method's name and the provider's; null where that does not serve it. */
  methods: Record<string, { serving: ProviderName | null; speeds: Partial<Record<ProviderName, number | null>> }>;
}

/** All that the page says. */
export interface Report {
  /** What was measured on: versions, and the processor. */
  machine: readonly string[];
  runtimes: readonly Figures[];
  openssl: Figures["chunks"];
}

/** The better of each two figures: the other had to share the machine. */
export function better(a: Figures, b: Figures): Figures {
  const methods: Figures["methods"] = {};
  for (const [name, { serving, speeds }] of Object.entries(a.methods)) {
    const other = b.methods[name]?.speeds;
    const best: typeof speeds = {};
    for (const provider of PROVIDERS) best[provider] = Math.max(speeds[provider] ?? 0, other?.[provider] ?? 0);
    methods[name] = { serving, speeds: best };
  }
  return { runtime: a.runtime, chunks: betterChunks(a.chunks, b.chunks), methods };
}

/** The shorter of each two times. */
export function betterChunks(a: Figures["chunks"], b: Figures["chunks"]): Figures["chunks"] {
  const chunks: Figures["chunks"] = {};
  for (const name of CHUNK_CIPHERS) {
    const [one, other] = [a[name] ?? b[name], b[name] ?? a[name]];
    if (one === undefined || other === undefined) continue;
    chunks[name] = { seal: Math.min(one.seal, other.seal), open: Math.min(one.open, other.open) };
  }
  return chunks;
}

const TITLES = { deno: "Deno", bun: "Bun" } as const;

/** The page, in Markdown. */
export function page({ machine, runtimes, openssl }: Report): string {
  return `# Ciphers

Made by \`deno task ciphers\`. The figures are those of one machine; \`umbra methods --measure\` shows your own.

${machine.map((line) => `- ${line}`).join("\n")}

## Megabytes a second

Sealing messages of 16 KiB by the cipher alone, on one core, the best of many short runs in three processes. Bold is the
provider that serves the method unless \`--crypto\` names another; which it is, and why, stands in \`crypto/aead.ts\` and
\`crypto/streams.ts\`. No figure: the provider does not have the cipher. \`native\` is the system's libcrypto, \`node\` the
runtime's node:crypto, \`wasm\` the WebAssembly of \`crypto/wasm\`, \`noble\` is @noble/ciphers and, for what that lacks, the
plain TypeScript of \`crypto/legacy\`.

${methodTable(runtimes)}

## One chunk

Microseconds of one seal and one open of ${
    CHUNK_SIZE.toLocaleString("en")
  } bytes, the largest chunk of AEAD-2017, beside
\`openssl speed -aead\` of the same library, whose operations have 13 bytes of associated data more. The aim is a ratio of
at most 1.3.

${chunkTable(runtimes, openssl)}
`;
}

function methodTable(runtimes: readonly Figures[]): string {
  const columns = runtimes.flatMap(({ runtime }) => PROVIDERS.map((provider) => `${TITLES[runtime]} ${provider}`));
  const rows = Object.keys(runtimes[0]?.methods ?? {}).map((name) => [
    name,
    ...runtimes.flatMap(({ methods }) => PROVIDERS.map((provider) => cell(methods[name], provider))),
  ]);
  return table(["method", ...columns], rows.filter((row) => row.slice(1).some((text) => text !== "")));
}

/** One speed, as precise as it is worth. */
function cell(method: Figures["methods"][string] | undefined, provider: ProviderName): string {
  const speed = method?.speeds[provider];
  if (!speed) return "";
  const megabytes = speed / 1e6;
  const text = megabytes.toFixed(megabytes < 20 ? 1 : 0);
  return method.serving === provider ? `**${text}**` : text;
}

function chunkTable(runtimes: readonly Figures[], openssl: Figures["chunks"]): string {
  const rows = CHUNK_CIPHERS.flatMap((name) =>
    (["seal", "open"] as const).map((step) => {
      const theirs = openssl[name]?.[step];
      const ours = runtimes.map(({ chunks }) => chunks[name]?.[step]);
      return [name, step, micros(theirs), ...ours.flatMap((time) => [micros(time), ratio(time, theirs)])];
    })
  );
  return table(["cipher", "", "openssl", ...runtimes.flatMap(({ runtime }) => [TITLES[runtime], "ratio"])], rows);
}

function micros(time: number | undefined): string {
  return time === undefined ? "" : time.toFixed(2);
}

function ratio(ours: number | undefined, theirs: number | undefined): string {
  return ours === undefined || theirs === undefined ? "" : (ours / theirs).toFixed(2);
}

/** A table whose first column is text and whose others are figures. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => i === 0 ? "---" : "---:");
  return [head, rule, ...rows].map(line).join("\n");
}
