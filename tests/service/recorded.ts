/** What a client sends, kept for a test to send it when it likes. @module */

import type { ServerEntry } from "../../config/types.ts";
import { withStarted } from "../behaviour/datagrams.ts";
import { listenOrigin } from "../behaviour/peer.ts";
import { until } from "../behaviour/until.ts";
import { localFor, through } from "../behaviour/wiring.ts";

/** What a client of ours sends first to reach a target, without any server to take it. */
export async function recorded(server: ServerEntry, targetPort: number, hello: Uint8Array): Promise<Uint8Array> {
  const recorder = await listenOrigin();
  try {
    let bytes = new Uint8Array(0);
    await withStarted({ locals: [localFor({ ...server, port: recorder.port })] }, async ({ ports: [port] }) => {
      const application = await through({ port: port! }, targetPort);
      await application.send(hello);
      const peer = await recorder.accept();
      await until(() => peer.size > hello.length);
      bytes = (await peer.take(peer.size)).slice();
      await application.close();
    });
    return bytes;
  } finally {
    await recorder.close();
  }
}
