/** The program: what it does begins in `cli/`. @module */

import { main } from "./cli/main.ts";

await main();
