/** The sockets and the host of Deno. @module */

export * from "./errors.ts";
export { openSockets } from "./live.ts";
export { connect } from "./deno_connect.ts";
export { listen } from "./deno_listen.ts";
export { bindPackets } from "./deno_packets.ts";
export { connectTls } from "./deno_tls.ts";
export { lookup } from "./lookup.ts";
export { startThread } from "./deno_threads.ts";
export { liveThreads, processors, type Thread, type ThreadEvents, threadPort } from "./threads.ts";
export * from "./deno_host.ts";
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
