/** `umbra config check`. @module */

import { remarksOn } from "../config/remarks.ts";
import { timeoutRemark } from "../config/timeout.ts";
import { hideSecrets } from "../config/write/hide.ts";
import { fileText } from "../config/write/keys.ts";
import { limitKeys } from "../config/write/limits.ts";
import { nativeKeys } from "../config/write/native.ts";
import { passwordsOf } from "../config/write/secrets.ts";
import { escaped } from "../config/wrong.ts";
import type { Host } from "../net/types.ts";
import type { Log } from "../relay/log.ts";
import { loadAcl } from "../service/acl.ts";
import { readFlags } from "./flags.ts";
import { type GivenConfig, oneFile, readGivenConfig } from "./given_config.ts";
import { CONFIG_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

/** Whose file it is that each command reads. */
const WHOSE = {
  server: "a server's file",
  local: "a client's file",
  tunnel: "the file of a client's tunnel",
  dns: "the file of a client's DNS port",
};

/** The bit of a file's permissions that lets everybody read it. */
const READ_BY_OTHERS = 0o004;

/** Prints what a config means, and on standard error what is to be said of it; throws where it could not be used. */
export async function configCheck(argv: readonly string[], { host }: Program): Promise<number> {
  const given = readFlags(argv, CONFIG_OPTIONS);
  const path = oneFile(given, "umbra config check");
  const read = await readGivenConfig(path, given, host);
  const remarks = [...read.file.warnings, ...await aclRemarks(read, host), ...remarksOn(read.config)];
  host.print(meaning(path, read));
  for (const remark of [...remarks, ...await secrecyRemarks(path, read, host)]) host.printError(`${remark}\n`);
  return 0;
}

/** What is to be said of the access control list. */
async function aclRemarks({ config }: GivenConfig, host: Host): Promise<string[]> {
  const remarks: string[] = [];
  const note = (message: unknown) => remarks.push(`${escaped(config.acl ?? "")}: ${message}`);
  const log: Log = { level: "warn", event: (_level, _name, fields) => void note(fields?.message) };
  await loadAcl(config, log, (path) => host.readTextFile(path));
  return remarks;
}

/** Whether others can read the passwords. */
async function secrecyRemarks(path: string, { config, text }: GivenConfig, host: Host): Promise<string[]> {
  const mode = await host.fileMode(path);
  const isOpen = mode !== null && (mode & READ_BY_OTHERS) !== 0;
  if (!isOpen || !passwordsOf(config).some((password) => password !== "" && text.includes(password))) return [];
  return [`${path}: everybody on this machine can read the passwords in it; expected chmod 600`];
}

/** The normalised config under lines that say how it was read, so that the whole is JSON5. */
function meaning(path: string, { config, file, role, dialect }: GivenConfig): string {
  const shown = hideSecrets(config);
  const heads = [
    `${escaped(path)}: read as ${WHOSE[role]}, with the meaning of ${dialect}`,
    timeoutRemark(file.parts, dialect),
  ];
  const comments = heads.flatMap((head) => head === null ? [] : [`// ${head}\n`]);
  return comments.join("") + fileText({ ...nativeKeys(shown), ...limitKeys(shown.limits) });
}
