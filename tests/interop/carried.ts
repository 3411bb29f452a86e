/** Bytes carried both ways through a proxy, and compared. @module */

import { createHash } from "node:crypto";
import { assertEquals } from "#test";
import { listenOrigin } from "../behaviour/peer.ts";
import { noise, through } from "../behaviour/wiring.ts";

/** How many bytes go each way. */
export interface Amount {
  readonly up: number;
  readonly down: number;
}

/** What an ordinary method carries: more than any window, and no multiple of a chunk. */
export const ORDINARY: Amount = { up: 1_200_001, down: 2_100_003 };

/** Carries bytes from an application behind the SOCKS5 port to an origin and back, both ways at once. */
export async function assertCarries(port: number, { up, down }: Amount = ORDINARY): Promise<void> {
  const [question, answer] = [noise(up, 1), noise(down, 2)];
  const origin = await listenOrigin();
  try {
    const application = await through({ port }, origin.port);
    try {
      const sent = application.send(question);
      const target = await origin.accept();
      const [atTarget, atApplication] = await Promise.all([
        target.take(up),
        application.take(down),
        target.send(answer),
        sent,
      ]);
      assertEquals(sha256(atTarget), sha256(question), "what the origin received");
      assertEquals(sha256(atApplication), sha256(answer), "what the application received");
    } finally {
      await application.close();
    }
  } finally {
    await origin.close();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
