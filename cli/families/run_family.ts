/** A command of another family, from its words to its end. @module */

import { goToBackground, inBackground } from "../background.ts";
import { live } from "../life.ts";
import { RunLog } from "../log.ts";
import type { Program } from "../program.ts";
import { askingOnce } from "../secret.ts";
import { serve } from "../serve.ts";
import { systemLogForm } from "../system_log.ts";
import { FAMILY_VERSION_LINE } from "../version.ts";
import { type Daemon, daemonOf, stopAsAsked } from "./daemon_of.ts";
import { failureCode } from "./failure.ts";
import { FAMILIES, type Foreign } from "./family.ts";
import type { FamilyRole } from "./flag.ts";
import { FORMS, MESSAGE } from "./lines.ts";
import type { FamilyCommand } from "./names.ts";
import { configOf, prepare, remark, settleLines } from "./prepare.ts";
import { readLine, readSaid, type Said } from "./said.ts";
import { usageOf } from "./usage.ts";
import { dialectOf, takeDialect } from "./which.ts";

/** What a run of a family's command needs to know at every step. */
export interface FamilyRun {
  /** The command's name, as it was typed. */
  readonly name: string;
  /** Which side it is. */
  readonly role: FamilyRole;
  /** Whose words it takes. */
  readonly dialect: Foreign;
  /** Its log, in the form of the family. */
  readonly log: RunLog;
  /** The world. */
  readonly program: Program;
}

/** Runs the command: by the words of the family that it belongs to, or that `--dialect` names. */
export async function runFamily(command: FamilyCommand, argv: readonly string[], program: Program): Promise<number> {
  const { forced, words } = takeDialect(argv);
  const { name, role } = command;
  if (forced === "umbra") return await runOurs(role, words, program);
  const dialect = forced ?? command.dialect ?? dialectOf(words, role);
  const log = new RunLog("info", (line) => program.host.printError(line), FORMS[dialect].early);
  const run: FamilyRun = { name, role, dialect, log, program: { ...program, host: askingOnce(program.host) } };
  try {
    return await runWords(run, words);
  } catch (error) {
    return failureCode(error, run);
  }
}

/** The command of ours for the same side. */
async function runOurs(role: FamilyRole, words: readonly string[], program: Program): Promise<number> {
  if (role === "server") return await (await import("../server.ts")).server(words, program);
  if (role === "local") return await (await import("../local.ts")).local(words, program);
  return await (await import("../tunnel.ts")).tunnel(words, program);
}

/** Answers what asks for an answer alone; else serves, here or in the background. */
async function runWords(run: FamilyRun, words: readonly string[]): Promise<number> {
  const { name, role, dialect, program: { host } } = run;
  const line = readLine(words, role, dialect);
  if (line.given.deeds.has("help")) return printed(usageOf(name, role, dialect), run);
  if (line.given.deeds.has("version")) return printed(FAMILY_VERSION_LINE, run);
  const read = () => readSaid(line, role, dialect, host);
  const said = await read();
  const daemon = daemonOf(said, dialect);
  if (!daemon.background || inBackground(host)) return await serveSaid(said, daemon, run, read);
  if (daemon.command === "stop") {
    await stopAsAsked(daemon, run);
    return 0;
  }
  // Who typed the command sees here what is remarked upon, and what is wrong: before what runs is ended for it.
  await prepare(said, run);
  if (daemon.command === "restart") await stopAsAsked(daemon, run);
  const code = await goToBackground(host);
  if (code === 0 && dialect === "python") host.print("started\n");
  return code;
}

function printed(text: string, { program: { host } }: FamilyRun): number {
  host.print(text);
  return 0;
}

/** Lives as was asked: what runs there already is left alone, its log too. */
async function serveSaid(said: Said, { life, logFile }: Daemon, run: FamilyRun, read: () => Promise<Said>) {
  const { log, dialect, program: { host } } = run;
  return await live({ life, logFile, log, host }, async (settle) => {
    if (logFile !== undefined) await log.writeTo(logFile, host);
    else if (dialect === "libev" && inBackground(host)) await logToSystem(run);
    // Without a file there is nothing to read again: SIGHUP then ends what a terminal that is closed leaves behind.
    const reads = said.file !== undefined || logFile !== undefined;
    return await serveLiving(said, run, reads ? read : undefined, settle);
  });
}

/** The log of a background without a file: the system's, where there is one, as shadowsocks-libev has it. */
async function logToSystem({ name, dialect, log, program: { host } }: FamilyRun): Promise<void> {
  const { pid, sendToSystemLog } = await host.processes();
  const form = systemLogForm(name, pid(), FORMS[dialect].timeless);
  if (!sendToSystemLog(form(new Date(), "info", MESSAGE, { message: "starting in the background" }))) return;
  log.leaveFor(sendToSystemLog, () => form);
}

/** Serves what was said, until a signal. */
async function serveLiving(
  said: Said,
  run: FamilyRun,
  read: (() => Promise<Said>) | undefined,
  settle: () => void,
): Promise<number> {
  const { log, dialect, program } = run;
  // Where the log is the terminal, the program that was typed has said all this there.
  const isSaid = inBackground(program.host) && !log.isElsewhere;
  const config = await prepare(said, isSaid ? { ...run, log: new RunLog("error", () => {}) } : run);
  settleLines(said, run);
  const reload = read && (async () => {
    log.reopen();
    const again = await read();
    remark(again, run);
    return await configOf(again.parts, run);
  });
  const { interrupted } = FAMILIES[dialect].exits;
  const grace = config.life?.grace ?? 0;
  return await serve(
    { start: () => program.start(config, log), ready: settle, reload, grace, interrupted, log },
    program,
  );
}
