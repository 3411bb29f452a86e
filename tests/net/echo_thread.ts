/** A thread that sends back what it is told, reads and writes the memory that it is given, and fails when it is asked to. */

import { threadPort } from "#net";

const port = threadPort();

port.onMessage((message) => {
  if (message === "fail") throw new Error("a planted error");
  if (message instanceof Int32Array) Atomics.add(message, 0, 1);
  port.post(message);
});
