/**
 * Umbra as a library: servers, ports for applications, and connections through a server, in your own program.
 * docs/library.md shows how.
 *
 * @module
 */

export * from "./service/library.ts";
