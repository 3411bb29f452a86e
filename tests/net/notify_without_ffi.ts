/** Run where native code is not permitted: sends a state to the socket at a path, and prints whether it went. @module */

import { args, print, processes } from "#net";

const { notify, monotonicTime } = await processes();
print(`sent ${await notify(args()[0] ?? "", "READY=1")} ${monotonicTime()}\n`);
