/** What a test file may count on, whichever runner drives it. @module */

/** A test's body: passes when it returns, fails when it throws. */
export type TestBody = () => void | Promise<void>;

/** How one test differs from the usual. */
export interface TestOptions {
  /** Seconds that it may take: 30 unless told. */
  limit?: number;
  /** When true the test is not run, and counted as skipped. */
  skip?: boolean;
}

/** Declares a test whose name is a plain sentence; after it, nothing may be left open. */
export type DeclareTest = (name: string, body: TestBody, options?: TestOptions) => void;
