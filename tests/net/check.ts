/** One thing that must hold of sockets, wherever it is tried. @module */

/** A plain sentence, and what fails when it does not hold. */
export interface Check {
  readonly name: string;
  run(): Promise<void> | void;
}
