/** Which provider must serve which cipher on which runtime, and the methods made of them. @module */

import { runtime } from "#test";
import { existsSync, readdirSync } from "node:fs";
import { serveAead } from "../../crypto/aead.ts";
import { type AeadName, type MethodRow, METHODS } from "../../crypto/methods.ts";
import type { MakeAead, ProviderName } from "../../crypto/providers/types.ts";

const EVERYWHERE = ["deno", "bun"];
const NOWHERE: string[] = [];
const NOBLE_ALONE = { native: NOWHERE, node: NOWHERE, wasm: NOWHERE, noble: EVERYWHERE };
const OUR_OWN = { native: NOWHERE, node: NOWHERE, wasm: EVERYWHERE, noble: EVERYWHERE };

/** The runtimes on which a provider serves a cipher: all that a new cipher or runtime has to add here. */
export const AVAILABILITY: Readonly<Record<AeadName, Readonly<Record<ProviderName, readonly string[]>>>> = {
  "aes-128-gcm": { native: EVERYWHERE, node: EVERYWHERE, wasm: EVERYWHERE, noble: EVERYWHERE },
  "aes-192-gcm": { native: EVERYWHERE, node: ["bun"], wasm: EVERYWHERE, noble: EVERYWHERE },
  "aes-256-gcm": { native: EVERYWHERE, node: EVERYWHERE, wasm: EVERYWHERE, noble: EVERYWHERE },
  "aes-128-ccm": { native: EVERYWHERE, node: NOWHERE, wasm: NOWHERE, noble: EVERYWHERE },
  "aes-256-ccm": { native: EVERYWHERE, node: NOWHERE, wasm: NOWHERE, noble: EVERYWHERE },
  "aes-128-gcm-siv": NOBLE_ALONE,
  "aes-256-gcm-siv": NOBLE_ALONE,
  "chacha20-poly1305": { native: EVERYWHERE, node: ["deno"], wasm: EVERYWHERE, noble: EVERYWHERE },
  "chacha12-poly1305": OUR_OWN,
  "chacha8-poly1305": OUR_OWN,
  "xchacha20-poly1305": { native: EVERYWHERE, node: ["deno"], wasm: EVERYWHERE, noble: EVERYWHERE },
  "xchacha12-poly1305": OUR_OWN,
  "xchacha8-poly1305": OUR_OWN,
};

/** Every cipher's name; Object.keys forgets the type of the table's keys. */
export const AEADS = Object.keys(AVAILABILITY) as AeadName[];

/** The providers whose libraries are installed here. */
export const INSTALLED: readonly ProviderName[] = libcryptoIsInstalled()
  ? ["native", "node", "wasm", "noble"]
  : withoutNative();

/** The providers that must serve a cipher here. */
export function providersOf(name: AeadName): ProviderName[] {
  return INSTALLED.filter((provider) => AVAILABILITY[name][provider].includes(runtime));
}

/** Bytes of a cipher's key. */
export function keySizeOf(name: AeadName): number {
  return METHODS.find((row) => row.aead === name || row.packetAead === name)!.keySize;
}

/** A cipher and one of the providers that must serve it here. */
export interface ServedCipher {
  readonly name: AeadName;
  readonly provider: ProviderName;
}

/** Every cipher by every provider that must serve it here. */
export const SERVED_CIPHERS: readonly ServedCipher[] = AEADS.flatMap(
  (name) => providersOf(name).map((provider) => ({ name, provider })),
);

/** A method of AEAD-2017 and one of the providers that must serve it here. */
export interface ServedMethod {
  readonly row: MethodRow;
  readonly aead: AeadName;
  readonly provider: ProviderName;
}

/** Every method of AEAD-2017 by every provider that must serve it here. */
export const SERVED_METHODS: readonly ServedMethod[] = METHODS.filter((row) => row.kind === "aead").flatMap((row) => {
  const aead = row.aead;
  if (aead === undefined) throw new Error(`Cannot test ${row.name}: its row names no cipher`);
  return providersOf(aead).map((provider) => ({ row, aead, provider }));
});

/** Ciphers that were asked for: each was tested once when it was served. */
const made = new Map<string, ReturnType<typeof serveAead>>();

/** A cipher by the provider that is forced. */
export async function serveBy({ name, provider }: ServedCipher): ReturnType<typeof serveAead> {
  const key = `${name} ${provider}`;
  if (!made.has(key)) made.set(key, serveAead(name, provider));
  const served = await made.get(key)!;
  if (served.provider.name !== provider) throw new Error(`Cannot test ${provider}: ${served.provider.name} answered`);
  return served;
}

/** The factory of a cipher by the provider that is forced. */
export async function makerOf(cipher: ServedCipher): Promise<MakeAead> {
  return (await serveBy(cipher)).make;
}

/** Whether a libcrypto stands where systems keep it, by a search of our own. */
function libcryptoIsInstalled(): boolean {
  const roots = ["/usr/lib", "/usr/lib64", "/lib64", "/opt/homebrew/opt/openssl@3/lib", "/usr/local/opt/openssl@3/lib"];
  const folders = roots.filter(existsSync).flatMap((root) => [
    root,
    ...readdirSync(root).filter((name) => name.endsWith("-linux-gnu")).map((name) => `${root}/${name}`),
  ]);
  return folders.some((folder) =>
    readdirSync(folder).some((name) => /^libcrypto\.(so\.(3|1\.1)|3\.dylib)$/.test(name))
  );
}

function withoutNative(): ProviderName[] {
  console.error("NOT RUN: the provider native: libcrypto is not installed here");
  return ["node", "wasm", "noble"];
}
