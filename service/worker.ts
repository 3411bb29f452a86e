/** The module that a further thread runs. @module */

import { threadPort } from "#net";
import { runWorker } from "./workers_task.ts";

runWorker(threadPort());
