/** An application that sends bytes to a SOCKS5 inbound, in memory. @module */

import { HandshakeLimit } from "../../relay/handshake.ts";
import { socksInbound } from "../../relay/inbound/socks.ts";
import type { Request } from "../../relay/request.ts";
import { readAll } from "../net/pair.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { MemoryStream } from "./memory_stream.ts";

/** What an application that sent these bytes was told, and what became of its wish. */
export interface Outcome {
  readonly answer: string;
  readonly request: Request | null;
  readonly failure: unknown;
}

/** Plays the application: sends the bytes, in pieces of so many, and then its end. */
export async function play(
  hex: string,
  serve: (request: Request) => Promise<void> | void,
  chunk = Infinity,
  inbound = socksInbound(),
): Promise<Outcome> {
  const [application, stream] = MemoryStream.pair({ chunk });
  const limit = new HandshakeLimit(stream, 60);
  let request: Request | null = null;
  let failure: unknown = null;
  const bytes = fromHex(hex);
  if (bytes.length > 0) await application.write(bytes);
  await application.closeWrite();
  try {
    await inbound.handle(stream, async (wish) => {
      request = wish;
      await serve(wish);
    }, limit);
  } catch (cause) {
    failure = cause;
  } finally {
    limit.cancel();
    stream.close();
  }
  return { answer: toHex(await readAll(application)), request, failure };
}
