/** @std/cli's prompt, which ships no types here, under a declaration of our own. @module */

// @ts-ignore the package carries no declarations: what is imported is `any`
import { promptSecret as untyped } from "#std/prompt-secret";

/** Asks at the terminal; null without one. */
export const promptSecret: (message: string, options: { mask: string }) => string | null = untyped;
