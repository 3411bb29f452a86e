/** A further thread like any other, which fails where nobody catches it when it is told to. */

import { threadPort } from "#net";
import "../../service/worker.ts";

threadPort().onMessage((message) => {
  if (message === "throw") setTimeout(() => fail());
  if (message === "reject") void Promise.resolve().then(fail);
});

function fail(): never {
  throw new Error("a planted error");
}
