/** Preloaded by a runtime: at the program's end it says on standard error which modules were loaded. @module */

import * as modules from "node:module";
import runtime from "node:process";

/** How Deno tells of a module that is about to be loaded; Bun has none of it. */
type Load = (url: string, context: unknown, next: (url: string, context: unknown) => unknown) => unknown;

const seen: string[] = [];
const load: Load = (url, context, next) => {
  seen.push(url);
  return next(url, context);
};

const hooks = Object.entries(modules).find(([name]) => name === "registerHooks")?.[1];
if (typeof hooks === "function") hooks({ load });

/** What was loaded. Bun's cache knows both kinds of modules. */
function loaded(): string[] {
  const cached = Object.keys(modules.createRequire(import.meta.url).cache);
  return [...new Set([...seen, ...cached])].filter((name) =>
    !name.startsWith("node:") && !name.includes("say_modules")
  );
}

const say = () => console.error(`modules: ${JSON.stringify(loaded())}`);

// `Deno.exit` ends with an "unload", Bun's `process.exit` with an "exit".
if ("Deno" in globalThis) globalThis.addEventListener("unload", say);
else runtime.on("exit", say);
