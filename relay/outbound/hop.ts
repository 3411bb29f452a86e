/** One step of an upstream chain, as the config says it. @module */

/** A proxy that connections pass on their way; the password is never logged. */
export type Hop =
  | {
    /** A SOCKS5 server, or an HTTP proxy that knows CONNECT. */
    readonly kind: "socks5" | "http";
    /** Address or name, IPv6 without brackets. */
    readonly host: string;
    /** 1 to 65535. */
    readonly port: number;
    /** Who we are to the proxy; absent where it lets anyone through. */
    readonly user?: string;
    /** Goes with the user. */
    readonly password?: string;
  }
  | {
    /** A Shadowsocks server. */
    readonly kind: "ss";
    readonly host: string;
    readonly port: number;
    /** The method's name. */
    readonly method: string;
    readonly password: string;
  };
