/** What a command line or a config is refused with. @module */

import { assertEquals, test } from "#test";
import { runIn, type World } from "./fake.ts";

/** How messages about the command line begin. */
export const LINE = "Cannot read the command line: ";

/** What a test says of one wrong input. */
export type Refusal = [words: string, code: number, message: string, world?: World];

/** A world with one file. */
export function withFile(text: string): World {
  return { files: { "c.json": text } };
}

/** Declares a test for each: the message and nothing else, no secret in it, and nothing started before it. */
export function refuse(refusals: readonly Refusal[]): void {
  for (const [words, code, message, world = {}] of refusals) {
    test(`umbra ${words.replaceAll("hunter", "")} is refused with: ${message}`, async () => {
      const outcome = await runIn(world, ...words.split(" "));
      assertEquals({ code: outcome.code, err: outcome.err }, { code, err: message + "\n" });
      assertEquals((outcome.out + outcome.err).includes("hunter"), false, "a secret is shown");
      assertEquals(outcome.configs.length, world.failure === undefined ? 0 : 1);
      assertEquals(outcome.files, world.files ?? {});
      assertEquals(outcome.handlers, 0);
    });
  }
}
