/** What a port is made of, before it is opened. @module */

import type { Config, CryptoChoice, LocalEntry, Mode, ServerEntry } from "../../config/types.ts";
import type { PacketServer } from "../../crypto/packets.ts";
import type { ReplayMemory } from "../../crypto/replay_memory.ts";
import type { Endpoint } from "../../net/types.ts";
import type { Counters } from "../../relay/counters.ts";
import type { PacketOutbound } from "../../relay/datagrams.ts";
import type { Drains } from "../../relay/handshake.ts";
import type { SocksUsers } from "../../relay/inbound/socks_users.ts";
import type { Log } from "../../relay/log.ts";
import type { Inbound, Outbound } from "../../relay/request.ts";
import type { Reach } from "../reach.ts";

/** What one port is made of. */
export interface Wiring {
  /** For connections; absent where the port takes none. */
  readonly tcp?: { readonly inbound: Inbound; readonly outbound: Outbound };
  /** For datagrams; absent where the port takes none. */
  readonly udp?: { readonly codec: PacketServer; readonly outbound: PacketOutbound };
  /** What it carries, for the log: a SOCKS5 port takes datagrams on ports of their own. */
  readonly mode: Mode;
  /** The method, on a server's port. */
  readonly method?: string;
  /** Whether a client may come from here; everybody may unless it is given. */
  readonly accepts?: (from: Endpoint) => boolean;
  /** What the port remembers against repetitions, for the wiring that comes after this one. */
  readonly memory?: ReplayMemory;
  /** Who may use it, on a SOCKS5 port that has users. */
  readonly users?: SocksUsers;
  /** Called when it takes the place of another that it shares something with. */
  settle?(): void;
  /** Frees what the port's relays do not own. */
  close?(): void;
}

/** What stands at a port now, when another wiring is made for it. */
export interface Former<E extends ServerEntry | LocalEntry> {
  readonly entry: E;
  /** Which provider served its ciphers. */
  readonly crypto: CryptoChoice;
  readonly wiring: Wiring;
}

/** How targets are reached. */
export interface Way {
  readonly outbound: Outbound;
  readonly packets: PacketOutbound;
}

/** What the wirings of one service share. */
export interface WiringContext {
  readonly config: Config;
  readonly log: Log;
  readonly counters: Counters;
  readonly drains: Drains;
  readonly reach: Reach;
  /** For a port whose past does not matter to what it serves now. */
  readonly newMemory: () => ReplayMemory;
}
