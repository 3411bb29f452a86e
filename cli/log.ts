/** The log: one line an event. Its level, its form and its place may be settled once the config is read. @module */

import { checkChoice } from "../config/check.ts";
import type { LogConfig } from "../config/types.ts";
import type { AppendedFile, Host } from "../net/types.ts";
import { atLeast, type Fields, type Level, type Log } from "../relay/log.ts";
import { type Given, UsageError } from "./flags.ts";
import { formatJson, formatLine, type LineFormat } from "./log_lines.ts";

/** Takes a line with its end. */
export type WriteLine = (line: string) => void;

/** The log of a run. */
export class RunLog implements Log {
  level: Level;
  #format: LineFormat;
  #write: WriteLine;
  #file: AppendedFile | undefined;
  #isElsewhere = false;
  #frame: (form: LineFormat) => LineFormat = (form) => form;
  readonly #now: () => Date;

  constructor(level: Level, write: WriteLine, format: LineFormat = formatLine, now = () => new Date()) {
    this.level = level;
    this.#write = write;
    this.#format = format;
    this.#now = now;
  }

  event(of: Level, name: string, fields: Fields = {}): void {
    if (atLeast(of, this.level)) this.#write(this.#format(this.#now(), of, name, fields));
  }

  /** From now on events have this form. */
  speak(format: LineFormat): void {
    this.#format = this.#frame(format);
  }

  /** Whether lines go somewhere else than where the command was typed. */
  get isElsewhere(): boolean {
    return this.#isElsewhere;
  }

  /**
   * From now on lines are added to a file.
   *
   * @throws {HostError} when it can neither be opened nor made.
   */
  async writeTo(path: string, host: Host): Promise<void> {
    const file = (await host.processes()).append(path);
    this.#file = file;
    this.leaveFor((line) => file.write(line));
  }

  /** From now on lines go somewhere else, each form in such a frame as is needed there. */
  leaveFor(write: WriteLine, frame: (form: LineFormat) => LineFormat = (form) => form): void {
    this.#write = write;
    this.#frame = frame;
    this.#isElsewhere = true;
    this.#format = frame(this.#format);
  }

  /** Opens the file again, where there is one: somebody may have moved it away. */
  reopen(): void {
    try {
      this.#file?.reopen();
    } catch (cause) {
      this.event("warn", "log-file", { message: cause instanceof Error ? cause.message : String(cause) });
    }
  }
}

/** The log of a command of ours, by its flags. */
export function logOf(given: Given, host: Host): RunLog {
  const where = { source: "the command line", key: "--log-format" };
  const format = checkChoice(given.values["log-format"] ?? "text", where, ["text", "json"]);
  return new RunLog(levelOf(given) ?? "info", (line) => host.printError(line), FORMATS[format]);
}

const FORMATS: Readonly<Record<NonNullable<LogConfig["format"]>, LineFormat>> = { text: formatLine, json: formatJson };

/** What the config says of the log, where the flags say nothing. */
export async function settleLog(log: RunLog, { level, format, file }: LogConfig, given: Given, host: Host) {
  if (level !== undefined && levelOf(given) === undefined) log.level = level;
  if (format !== undefined && given.values["log-format"] === undefined) log.speak(FORMATS[format]);
  if (file !== undefined) await log.writeTo(file, host);
}

/** The level that the flags ask for. */
function levelOf({ switches }: Given): Level | undefined {
  if (switches.has("verbose") && switches.has("quiet")) {
    throw new UsageError("Cannot read the command line: --verbose and --quiet exclude each other");
  }
  return switches.has("verbose") ? "debug" : switches.has("quiet") ? "warn" : undefined;
}
