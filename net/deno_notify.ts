/** Telling systemd on Deno: natively where that is permitted, else by a socket of Deno's own. @module */

import { notify as notifyNatively } from "./notify.ts";

/** Sends a state to the socket at a path; false where that cannot be done. */
export async function notify(path: string, state: string): Promise<boolean> {
  return notifyNatively(path, state) || await notifyFromFile(path, state);
}

/** Deno's socket needs a file to send from, and knows no abstract names. */
async function notifyFromFile(path: string, state: string): Promise<boolean> {
  if (!path.startsWith("/")) return false;
  try {
    const folder = await Deno.makeTempDir({ prefix: "umbra-notify-" });
    try {
      const socket = Deno.listenDatagram({ transport: "unixpacket", path: `${folder}/s` });
      try {
        await socket.send(new TextEncoder().encode(state), { transport: "unixpacket", path });
        return true;
      } finally {
        socket.close();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  } catch {
    return false;
  }
}
