/** What must be said to a command of each family, and what is remarked upon, in the words that its users know. @module */

import type { Parts } from "../../config/parts.ts";
import { isNetwork } from "../../config/networks.ts";
import { needsPassword } from "../../config/server_entry.ts";
import { ConfigError } from "../../config/types.ts";
import { escaped } from "../../config/wrong.ts";
import type { ExitCodes, Foreign } from "./family.ts";
import type { FamilyRole } from "./flag.ts";

/** A command that its family would not start; the message is in the words that its users know. */
export class FamilyError extends ConfigError {
  override name = "FamilyError";
  /** Which of the family's exit codes says so. */
  readonly exit: keyof ExitCodes;

  constructor(exit: keyof ExitCodes, message: string) {
    super(message);
    this.exit = exit;
  }
}

/** The error for something that must be said and was not. */
export function missing(message: string): FamilyError {
  return new FamilyError("missing", message);
}

/** Whether servers are named in other ways than one by one. */
function namesServers({ links, servers, places }: Parts): boolean {
  return (links ?? servers ?? places)?.length !== undefined;
}

/**
 * Holds that a server is named where one must be: judged before the others.
 *
 * @throws {FamilyError} where it is not.
 */
export function requireServer(parts: Parts, role: FamilyRole, dialect: Foreign): void {
  if (role === "server" || namesServers(parts)) return;
  throw missing(dialect === "python" ? "server addr not specified" : "no server is named: expected -s");
}

/**
 * Holds that all else that the family asks for was said.
 *
 * @throws {FamilyError} where something was not.
 */
export function requireRest(parts: Parts, role: FamilyRole, dialect: Foreign): void {
  if (dialect === "libev") requireOfLibev(parts, role);
  if (dialect === "rust" && parts.places !== undefined && parts.method === undefined) {
    throw missing("no method is named: expected -m");
  }
  if (dialect === "rust" || !needsPassword(parts)) return;
  if (dialect === "libev") throw missing("no password is given: expected -k");
  throw missing(role === "server" ? "password or port_password not specified" : "password not specified");
}

/** shadowsocks-libev knows no default ports. */
function requireOfLibev(parts: Parts, role: FamilyRole): void {
  const isPlaced = parts.places?.every((place) => place.port !== undefined) ?? false;
  if (parts.port === undefined && !isPlaced) throw missing("no port of the server is given: expected -p");
  if (role === "server") return;
  if (parts.localPort === undefined) throw missing("no port to listen on is given: expected -l");
  if (role === "tunnel" && parts.target === undefined) throw missing("the tunnel leads nowhere: expected -L");
}

/** The least and the most that the Python program takes for sensible, in seconds. */
const SENSIBLE_TIMEOUT = { least: 100, most: 600 };

/** Its methods that it warns of. */
const UNSAFE: Readonly<Record<string, string>> = { table: "table", rc4: "RC4" };

/** What the Python program remarks upon. */
export function pythonWarnings({ places, port = 8388, localHost, method = "", limits }: Parts): string[] {
  const only = places?.length === 1 ? places[0]?.host ?? "" : "";
  const timeout = limits?.idle ?? SENSIBLE_TIMEOUT.least;
  const unsafe = UNSAFE[method];
  return [
    localHost === "0.0.0.0" && "local set to listen on 0.0.0.0, it's not safe",
    ["127.0.0.1", "localhost"].includes(only) && `server set to listen on ${only}:${port}, are you sure?`,
    unsafe !== undefined && `${unsafe} is not safe; please use a safer cipher, like AES-256-CFB`,
    timeout < SENSIBLE_TIMEOUT.least && `your timeout ${Math.trunc(timeout)} seems too short`,
    timeout > SENSIBLE_TIMEOUT.most && `your timeout ${Math.trunc(timeout)} seems too long`,
  ].filter((remark) => remark !== false).map((remark) => `warning: ${remark}`);
}

/**
 * Refuses the password that stands in the Python program's sample.
 *
 * @throws {FamilyError} when it is the server's.
 */
export function refuseSamplePassword({ password }: Parts): void {
  if (password !== "mypassword") return;
  throw new FamilyError("config", "DON'T USE DEFAULT PASSWORD! Please change it in your config.json!");
}

/**
 * Holds the networks of `--forbidden-ip` to their form.
 *
 * @throws {FamilyError} for one that is none.
 */
export function checkForbidden(networks: unknown): void {
  if (!Array.isArray(networks)) return;
  const bad: unknown = networks.find((item) => typeof item !== "string" || !isNetwork(item));
  if (bad !== undefined) throw new FamilyError("usage", `Not a valid CIDR notation: ${escaped(String(bad))}`);
}
