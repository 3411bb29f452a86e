/** The usage of a family's command: made from the table of its flags. @module */

import { FAMILIES, type Family, type Foreign } from "./family.ts";
import { type FamilyFlag, type FamilyRole, flagsOf, namesOf } from "./flag.ts";

/** What a command of each role is for. */
const PURPOSE: Readonly<Record<FamilyRole, string>> = {
  server: "Serves as a Shadowsocks server",
  local: "Serves SOCKS5 to this machine's applications, through a Shadowsocks server",
  tunnel: "Serves one target to this machine's applications, through a Shadowsocks server",
};

/** The column at which a flag's line of words begins. */
const COLUMN = 30;

/** The text that `--help` prints: the flags with their defaults, and what the exit codes say. */
export function usageOf(command: string, role: FamilyRole, dialect: Foreign): string {
  const family = FAMILIES[dialect];
  const lines = flagsOf(family.flags, role).map(flagLine);
  return `usage: ${command} [OPTION]...

${PURPOSE[role]},
by the words of ${family.whose}.

${lines.join("\n")}
  ${"--dialect NAME".padEnd(COLUMN - 2)}whose words these are: umbra, python, libev, rust

${exitLine(family)}
`;
}

/** One flag: its names, its value, what it does; long names take a line of their own. */
function flagLine(flag: FamilyFlag): string {
  const names = `  ${namesOf(flag).join(", ")}${flag.value === undefined ? "" : ` ${flag.value}`}`;
  return names.length < COLUMN ? names.padEnd(COLUMN) + flag.says : `${names}\n${" ".repeat(COLUMN)}${flag.says}`;
}

/** What the exit codes say, those that say the same together. */
function exitLine({ exits }: Family): string {
  const said = new Map<number, string[]>();
  const reasons = [
    [0, "a clean end"],
    [exits.usage, "a wrong command line"],
    [exits.missing, "something that is missing"],
    [exits.config, "a wrong config"],
    [exits.start, "what went wrong in running"],
    [exits.interrupted, exits.interrupted === 0 ? "" : "an end by SIGINT"],
  ] as const;
  for (const [code, reason] of reasons.filter(([, why]) => why !== "")) {
    said.set(code, [...said.get(code) ?? [], reason]);
  }
  return `Exit codes:\n${
    [...said].map(([code, why]) => `  ${String(code).padStart(3)}  ${why.join("; ")}`).join("\n")
  }`;
}
