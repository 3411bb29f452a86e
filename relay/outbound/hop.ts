/** One step of an upstream chain, as the config says it. @module */

/** A SOCKS5 server, or an HTTP proxy that knows CONNECT. */
export interface ProxyHop {
  readonly kind: "socks5" | "http";
  /** Address or name, IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Who we are to the proxy; absent where it lets anyone through. */
  readonly user?: string;
  /** Goes with the user; never logged. */
  readonly password?: string;
}

/** A Shadowsocks server. */
export interface ServerHop {
  readonly kind: "ss";
  /** Address or name, IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** The method's name. */
  readonly method: string;
  /** Never logged. */
  readonly password: string;
}

/** A proxy that connections pass on their way. */
export type Hop = ProxyHop | ServerHop;
