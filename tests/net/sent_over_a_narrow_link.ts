/** Run where a link carries 1500 bytes: groups that the kernel refuses to cut go one by one, and none is lost. */

import { checkGroups } from "./sent_in_groups.ts";

console.log(`held: ${await checkGroups("127.0.0.1")}`);
