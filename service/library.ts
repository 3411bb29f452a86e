/** What programs of other people's may use. @module */

export { DEFAULT_METHOD } from "../config/defaults.ts";
export {
  type Config,
  ConfigError,
  type Credentials,
  type CryptoChoice,
  type Destination,
  type DnsConfig,
  type LocalEntry,
  type Mode,
  type OutboundConfig,
  type ServerEntry,
} from "../config/types.ts";
export { readLink } from "../config/url.ts";
export { writeLink } from "../config/url_write.ts";
export { CipherError, type CipherFault, type User } from "../crypto/types.ts";
export { SocketError } from "../net/errors.ts";
export type { Endpoint, Stream } from "../net/types.ts";
export type { Totals } from "../relay/counters.ts";
export type { Carried } from "../relay/user_counters.ts";
export type { Status } from "../relay/errors.ts";
export { DEFAULT_LIMITS, type Limits } from "../relay/limits.ts";
export type { Fields, Level, Log } from "../relay/log.ts";
export type { Hop, ProxyHop, ServerHop } from "../relay/outbound/hop.ts";
export { type Client, type ClientOptions, connectTo } from "./client.ts";
export type { LocalOptions, ReachedServer, ServerOptions, ServiceOptions } from "./complete.ts";
export { newKey } from "./keys.ts";
export { dial, serve, type StartedService } from "./program.ts";
export { type Change, type ListenerInfo, type Role, type Service, StartError } from "./types.ts";
export { type WebStreams, webStreams } from "./web_streams.ts";
