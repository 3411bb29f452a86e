import { reloadUnderLoad } from "./service/under_load.ts";
import { sleep } from "../net/timers.ts";
const t = performance.now();
let n = 0;
console.log(
  await reloadUnderLoad({
    downloads: 200,
    configs: 60,
    rest: () => {
      n++;
      if (n % 10 === 0) console.log(n, performance.now() - t);
      return sleep(1);
    },
    pace: 500,
  }),
  performance.now() - t,
);
