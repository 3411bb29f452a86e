/** `umbra methods`. @module */

import { checkProvider } from "../config/check.ts";
import type { CryptoChoice } from "../config/types.ts";
import { serveAead } from "../crypto/aead.ts";
import { measure } from "../crypto/measure.ts";
import { type MethodRow, METHODS } from "../crypto/methods.ts";
import { loadProvider } from "../crypto/providers/load.ts";
import { type Provider, ProviderError } from "../crypto/providers/types.ts";
import { serveStream } from "../crypto/streams.ts";
import { answered } from "./answer.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { METHODS_HELP } from "./help.ts";
import { footOf, headOf, lineOf, type Listed } from "./method_table.ts";
import { METHODS_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

/** Seconds for each method that is measured: a few for the whole list. */
const MEASURED_FOR = 0.1;

/** Prints the table of methods, line by line: with `--measure` each takes a while. */
export async function methods(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, METHODS_OPTIONS);
  if (answered(given, METHODS_HELP, host)) return 0;
  const choice = readChoice(given);
  if (choice !== "auto") await loadProvider(choice);
  const measured = given.switches.has("measure");
  const providers = new Set<Provider>();
  host.print(headOf(measured));
  for (const row of METHODS) {
    const provider = await providerOf(row, choice);
    if (typeof provider === "object") providers.add(provider);
    const speed = measured && provider !== "nobody" ? await measure(row, choice, MEASURED_FOR) : null;
    host.print(lineOf({ row, servedBy: nameOf(provider), speed }));
  }
  host.print(footOf([...providers]));
  return 0;
}

/** Which provider the flags ask for. */
function readChoice({ values, rest }: Given): CryptoChoice {
  if (rest.length > 0) {
    throw new UsageError(`Cannot read the command line: umbra methods takes flags alone, found ${rest.length} more`);
  }
  return checkProvider(values.crypto ?? "auto", { source: "the command line", key: "--crypto" });
}

/** Who serves a method's cipher here, ourselves where it needs no cipher. */
async function providerOf(
  { aead, stream }: MethodRow,
  choice: CryptoChoice,
): Promise<Provider | "ourselves" | "nobody"> {
  try {
    if (aead !== undefined) return (await serveAead(aead, choice)).provider;
    return stream === undefined ? "ourselves" : (await serveStream(stream, choice)).provider;
  } catch (cause) {
    if (cause instanceof ProviderError) return "nobody";
    throw cause;
  }
}

/** A provider as the table has it. */
function nameOf(provider: Provider | "ourselves" | "nobody"): Listed["servedBy"] {
  if (provider === "nobody") return "not served here";
  return provider === "ourselves" ? "none needed" : provider.name;
}
