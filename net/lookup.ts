/** Names by the system's own resolver. @module */

/** Seconds for which an answer is believed: the system does not tell its time to live. */
export const LOOKUP_LIFETIME = 60;

/** The addresses of a name, in the system's order; none when it has none. It holds a thread until then. */
export async function lookup(name: string): Promise<string[]> {
  // Loaded when the first name comes: on Deno the module costs megabytes.
  const dns = await import("node:dns/promises");
  try {
    return (await dns.lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
