/** Dialling through a Shadowsocks server, without a port for applications. @module */

import { usableMethod } from "../config/method_choice.ts";
import { type Config, ConfigError } from "../config/types.ts";
import { prepareClient } from "../crypto/method.ts";
import { ProviderError } from "../crypto/providers/types.ts";
import { KeyError } from "../crypto/psk.ts";
import type { Endpoint, Stream } from "../net/types.ts";
import { DEFAULT_LIMITS, type Limits } from "../relay/limits.ts";
import { shadowsocksOutbound } from "../relay/outbound/shadowsocks.ts";
import { type ReachedServer, reachedServer } from "./complete.ts";
import { StartError } from "./types.ts";
import { CLIENT_SALTS, unixTime } from "./wiring/methods.ts";

/** How a client goes about it. */
export interface ClientOptions extends Partial<Pick<Config, "crypto" | "allowLegacy">> {
  /** Waits that differ from the defaults. */
  readonly limits?: Partial<Pick<Limits, "connect" | "keepalive" | "firstPayloadWait">>;
}

/** A server whose keys are ready. */
export interface Client {
  /**
   * A connection to a target through the server. It stands when the server's transport does: that the server cannot
   * reach the target shows as a reset.
   *
   * @throws {@linkcode SocketError} when the server cannot be reached.
   */
  dial(target: Endpoint): Promise<Stream>;
}

/**
 * Makes a client of a server.
 *
 * @throws {ConfigError} when link, method or key is wrong; {@linkcode StartError} when no provider serves the method.
 */
export async function connectTo(server: ReachedServer, options: ClientOptions = {}): Promise<Client> {
  const { method, password, host, port } = reachedServer(server);
  const { crypto = "auto", allowLegacy, limits } = options;
  try {
    const row = usableMethod(method, allowLegacy);
    const ready = await prepareClient(row, password, { provider: crypto, salts: CLIENT_SALTS, clock: unixTime });
    return shadowsocksOutbound({ host, port }, ready.method, { ...DEFAULT_LIMITS, ...limits });
  } catch (cause) {
    if (cause instanceof KeyError) throw new ConfigError(cause.message, { cause });
    if (cause instanceof ProviderError) throw new StartError(cause.message, { cause });
    throw cause;
  }
}
