/** What is wrong with an access control list. @module */

/** A line cannot be used; the message is one clear sentence. */
export class AclError extends Error {
  override name = "AclError";
  /** Which line, counted from 1. */
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.line = line;
  }
}
