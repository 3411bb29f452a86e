/** `openssl speed`: how long libcrypto takes by itself. @module */

import { capture } from "./run.ts";

/** Microseconds of one operation on so many bytes by `openssl speed`; undefined without an openssl. */
export async function opensslTime(cipher: string, size: number, ...flags: string[]): Promise<number | undefined> {
  const command = ["openssl", "speed", "-aead", ...flags, "-bytes", `${size}`, "-seconds", "1", "-evp", cipher];
  const { output } = await capture(command).catch(() => ({ output: "" }));
  const thousands = Number(/^\S+ +([\d.]+)k$/m.exec(output)?.[1] ?? 0);
  return thousands === 0 ? undefined : size / thousands * 1e3;
}
