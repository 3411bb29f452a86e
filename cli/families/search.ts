/** Where the families look for a config file that nobody named. @module */

import { HostError } from "../../net/errors.ts";
import type { Host } from "../../net/types.ts";
import type { Foreign } from "./family.ts";
import type { FamilyRole } from "./flag.ts";
import type { Line } from "./said.ts";

/** The first file that is there; undefined where none is, or none is looked for. */
export async function findConfig(
  line: Line,
  role: FamilyRole,
  dialect: Foreign,
  host: Host,
): Promise<string | undefined> {
  for (const path of places(line, role, dialect, host)) {
    if (await isThere(path, host)) return path;
  }
  return undefined;
}

/** The places of a family, in their order. */
function places({ given, isBare }: Line, role: FamilyRole, dialect: Foreign, host: Host): string[] {
  if (dialect === "python") return ["config.json"];
  const home = host.env("HOME");
  const config = host.env("XDG_CONFIG_HOME") || (home ? `${home}/.config` : "/etc");
  if (dialect === "libev") {
    return isBare ? [`${config}/shadowsocks-libev/config.json`, "/etc/shadowsocks-libev/config.json"] : [];
  }
  if ("server" in given.settings || given.deeds.has("link")) return [];
  const names = [`${role}.json`, "config.json"];
  const folders = ["", `${config}/shadowsocks-rust/`, "/etc/shadowsocks-rust/"];
  return folders.flatMap((folder) => names.map((name) => folder + name));
}

async function isThere(path: string, host: Host): Promise<boolean> {
  try {
    await host.readTextFile(path);
    return true;
  } catch (cause) {
    // One that is there and not to be read is not passed over.
    if (cause instanceof HostError) return cause.kind !== "not-found";
    throw cause;
  }
}
