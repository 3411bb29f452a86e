/** The sockets and the host of Bun. @module */

export * from "./errors.ts";
export { openSockets } from "./live.ts";
export { connect } from "./bun_connect.ts";
export { listen } from "./bun_listen.ts";
export * from "./bun_host.ts";
export type { ConnectOptions, Endpoint, Host, Listener, ListenOptions, Stream } from "./types.ts";
