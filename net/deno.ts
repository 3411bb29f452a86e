/** The sockets and the host of Deno. @module */

export * from "./errors.ts";
export { openSockets } from "./live.ts";
export { connect } from "./deno_connect.ts";
export { listen } from "./deno_listen.ts";
export * from "./deno_host.ts";
export type { ConnectOptions, Endpoint, Host, Listener, ListenOptions, Stream } from "./types.ts";
