/** Which version this is. @module */

/** The version, as both manifests give it. */
export const VERSION = "0.1.0";

/** What `--version` prints under the names of other families: its first word is what theirs is. */
export const FAMILY_VERSION_LINE = `Shadowsocks ${VERSION} (umbra)\n`;

/** What `--version` prints. */
export const VERSION_LINE = `umbra ${VERSION}\n`;
