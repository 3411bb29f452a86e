/** Which version this is. @module */

/** The version, as both manifests give it. */
export const VERSION = "0.1.0";

/** What `--version` prints. */
export const VERSION_LINE = `umbra ${VERSION}\n`;
