/** Writes the tables of keys into docs/configuration.md. @module */

import { withKeyTables } from "./key_page.ts";

const PAGE = new URL("../docs/configuration.md", import.meta.url);

Deno.writeTextFileSync(PAGE, withKeyTables(Deno.readTextFileSync(PAGE)));
await new Deno.Command(Deno.execPath(), { args: ["fmt", "-q", PAGE.pathname] }).output();
