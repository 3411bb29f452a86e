/** The sockets and the host of Bun. @module */

export * from "./errors.ts";
export { openSockets } from "./live.ts";
export { connect } from "./bun_connect.ts";
export { listen } from "./bun_listen.ts";
export { bindPackets } from "./bun_packets.ts";
export { connectTls } from "./bun_tls.ts";
export { lookup } from "./lookup.ts";
export { startThread } from "./bun_threads.ts";
export { liveThreads, processors, type Thread, type ThreadEvents, threadPort } from "./threads.ts";
export * from "./bun_host.ts";
export type {
  ConnectOptions,
  ConnectTlsOptions,
  Endpoint,
  Host,
  Listener,
  ListenOptions,
  PacketBatch,
  PacketSocket,
  Stream,
} from "./types.ts";
