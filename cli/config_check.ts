/** `umbra config check`. @module */

import { remarksOn } from "../config/remarks.ts";
import { timeoutRemark } from "../config/timeout.ts";
import { hideSecrets } from "../config/write/hide.ts";
import { fileText } from "../config/write/keys.ts";
import { limitKeys } from "../config/write/limits.ts";
import { nativeKeys } from "../config/write/native.ts";
import { escaped } from "../config/wrong.ts";
import { readFlags } from "./flags.ts";
import { type GivenConfig, oneFile, readGivenConfig } from "./given_config.ts";
import { CONFIG_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

/** Prints what a config means, and on standard error what is to be said of it; throws where it could not be used. */
export async function configCheck(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, CONFIG_OPTIONS);
  const path = oneFile(given, "umbra config check");
  const read = await readGivenConfig(path, given, host);
  host.print(meaning(path, read));
  for (const remark of [...read.file.warnings, ...remarksOn(read.config)]) host.printError(`${remark}\n`);
  return 0;
}

/** The normalised config under lines that say how it was read, so that the whole is JSON5. */
function meaning(path: string, { config, file, side, dialect }: GivenConfig): string {
  const shown = hideSecrets(config);
  const whose = side === "server" ? "a server's file" : "a client's file";
  const heads = [
    `${escaped(path)}: read as ${whose}, with the meaning of ${dialect}`,
    timeoutRemark(file.parts, dialect),
  ];
  const comments = heads.flatMap((head) => head === null ? [] : [`// ${head}\n`]);
  return comments.join("") + fileText({ ...nativeKeys(shown), ...limitKeys(shown.limits) });
}
