/** `umbra why`. @module */

import { readPlace } from "../config/address.ts";
import { listeningAt } from "../config/server_config.ts";
import { idleConfig } from "../config/common_config.ts";
import { quoted } from "../config/wrong.ts";
import { formatEndpoint } from "../net/hosts.ts";
import type { Endpoint } from "../net/types.ts";
import { type Explained, explainLocal, explainServer } from "../service/why.ts";
import { answered } from "./answer.ts";
import { type Given, readFlags, UsageError } from "./flags.ts";
import { WHY_HELP } from "./help.ts";
import { RunLog } from "./log.ts";
import { WHY_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";
import { readSaid } from "./said.ts";

/** The port of a target that is named without one. */
const DEFAULT_PORT = 443;

/** Says which rule decides about a target: 0 when something would be dialled, 1 when nothing would. */
export async function why(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, WHY_OPTIONS);
  if (answered(given, WHY_HELP, host)) return 0;
  const target = readTarget(given);
  const log = new RunLog("warn", (line) => host.printError(line));
  const isLocal = given.switches.has("local");
  const parts = await readSaid({ ...given, rest: [] }, isLocal ? "local" : "server", host, log);
  const config = idleConfig(parts);
  const explained = isLocal
    ? await explainLocal(config, target, log)
    : await explainServer(config, listeningAt(parts), target, log);
  host.print(describe(target, explained));
  return explained.dialled.length > 0 || explained.choice?.way === "proxy" ? 0 : 1;
}

/** The one word that is no flag. */
function readTarget({ rest }: Given): Endpoint {
  const [word = ""] = rest;
  if (rest.length !== 1) {
    throw new UsageError(`Cannot read the command line: umbra why takes one HOST[:PORT], found ${rest.length}`);
  }
  const place = readPlace(word);
  if (place !== null) return { host: place.host, port: place.port ?? DEFAULT_PORT };
  throw new UsageError(`Cannot read the command line: found ${quoted(word)}, expected HOST or HOST:PORT`);
}

/** The text for a person. */
function describe(target: Endpoint, { choice, judged, dialled, failure }: Explained): string {
  const lines = judged.map(({ address, verdict: { allowed, rule } }) => {
    return allowed
      ? `  ${address}  dialled (${dialled.indexOf(address) + 1}): ${rule}`
      : `  ${address}  denied: ${rule}`;
  });
  if (choice !== undefined) {
    lines.unshift(`  ${choice.way === "proxy" ? "through the server" : "straight"}: ${choice.rule}`);
  }
  if (failure !== undefined) lines.push(`  ${failure}`);
  return [formatEndpoint(target), ...lines, ""].join("\n");
}
