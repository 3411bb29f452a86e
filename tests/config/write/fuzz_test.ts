import { assert, assertEquals, test } from "#test";
import { DIALECTS } from "../../../config/dialect.ts";
import { readConfigText } from "../../../config/file.ts";
import { guessRole } from "../../../config/guess_role.ts";
import { remarksOn } from "../../../config/remarks.ts";
import { timeoutRemark } from "../../../config/timeout.ts";
import { type Config, ConfigError } from "../../../config/types.ts";
import { hideSecrets } from "../../../config/write/hide.ts";
import { fileText, type Keys } from "../../../config/write/keys.ts";
import { libevFile } from "../../../config/write/libev.ts";
import { nativeKeys } from "../../../config/write/native.ts";
import { rustFile } from "../../../config/write/rust.ts";
import { linksFile, listLosses, sip008File } from "../../../config/write/servers_alone.ts";
import { loadText } from "../loading.ts";
import { seeded } from "../random.ts";
import { type Below, pick, randomLocal, randomServer } from "./random_config.ts";

const PIECES = [
  ..."{}[],:\"' \n0129-",
  "null",
  "true",
  "1e9",
  "::",
  "0.0.0.0",
  "tcp_only",
  "udp_only",
  '"timeout": 5,',
];

/** A file by chance, and what a slip of the hand makes of it. */
function randomText(below: Below): string {
  const config = below(2) === 0 ? randomServer(below) : randomLocal(below);
  const files: Keys[] = [nativeKeys(config), libevFile(config).keys, rustFile(config).keys];
  let text = fileText(pick(below, files));
  for (let changes = below(4); changes > 0; changes--) {
    const at = below(text.length);
    text = text.slice(0, at) + pick(below, PIECES) + text.slice(at + below(4));
  }
  return text;
}

/** The config that a text is read as; null where it is refused as it should be. */
function configOf(text: string, below: Below): Config | null {
  const dialect = pick(below, DIALECTS);
  const role = below(4) === 0 ? pick(below, ["server", "local", "tunnel", "dns"] as const) : guessRole(text, dialect);
  try {
    const { parts } = readConfigText(text, "c.json", role, dialect);
    assertEquals(timeoutRemark(parts, dialect) === null, parts.timeout === undefined);
    return loadText(text, "c.json", role, dialect).config;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

test("whatever can be read can be written in every dialect, and nothing but a ConfigError stands between", () => {
  const below = seeded(20261122);
  let read = 0;
  for (let round = 0; round < 800; round++) {
    const config = configOf(randomText(below), below);
    if (config === null) continue;
    read++;
    for (const { keys, losses } of [libevFile(config), rustFile(config)]) {
      assert(fileText(keys).endsWith("}\n"));
      for (const { key, reason } of losses) assert(key !== "" && reason !== "");
    }
    const servers = config.locals.flatMap((local) => local.servers);
    assertEquals(linksFile(servers).split("\n").length - 1, servers.length);
    assertEquals(sip008File(servers).servers.length, servers.length);
    for (const { reason } of listLosses(config)) assert(reason !== "");
    for (const remark of remarksOn(hideSecrets(config))) assert(!remark.includes("\n"));
  }
  assert(read > 120, `only ${read} files were read: the slips are too wild`);
});
