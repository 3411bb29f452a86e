/** Hosts and `host:port` as people write them. @module */

/** A host, with its own port where one was written beside it. */
export interface Place {
  /** Address or name, IPv6 without brackets. */
  readonly host: string;
  /** The port behind the colon. */
  readonly port?: number;
}

/** The host in the form that the rest of the program uses, or null when it can be neither address nor name. */
export function normalHost(text: string): string | null {
  const bare = /^\[(.*)\]$/.exec(text)?.[1];
  if (bare !== undefined) return isIpv6(bare) ? bare : null;
  if (text.includes(":")) return isIpv6(text) ? text : null;
  const name = asciiName(text);
  return /^[A-Za-z0-9._-]{1,255}$/.test(name) ? name : null;
}

/** `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address; null when it is none of them. */
export function readPlace(text: string): Place | null {
  const parts = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(text);
  if (!parts) return wrap(normalHost(text));
  const place = wrap(normalHost(parts[1] ?? ""));
  const port = Number(parts[2]);
  return place && port <= 65535 ? { ...place, port } : null;
}

/** The host as it stands before `:port`: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Whether it is an IPv6 address, with a zone or without. */
function isIpv6(text: string): boolean {
  const [address = "", zone, more] = text.split("%");
  const zoneFits = more === undefined && (zone === undefined || /^[\w.-]+$/.test(zone));
  return zoneFits && /^[0-9A-Fa-f:.]+$/.test(address) && URL.canParse(`http://[${address}]/`);
}

/** The name as DNS knows it; a name that has no such form stays as it is, and is refused by its letters. */
function asciiName(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) || /[\s/?#@\\]/.test(text)) return text;
  try {
    return new URL(`http://${text}/`).hostname;
  } catch {
    return text;
  }
}

/** The host as a place without a port. */
function wrap(host: string | null): Place | null {
  return host === null ? null : { host };
}
