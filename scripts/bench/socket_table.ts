/** The kernel's tables of sockets. @module */

/** The kernel's numbers for a TCP socket that listens, and a UDP socket that is bound. */
const READY = new Set(["0A", "07"]);

/** Whether a port of this machine is listened to, by the text of /proc/net/tcp or /proc/net/udp. */
export function listensIn(table: string, port: number): boolean {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").some((line) => {
    const [, local = "", , state = ""] = line.trim().split(/\s+/);
    return local.endsWith(end) && READY.has(state);
  });
}
