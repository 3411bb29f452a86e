/** Names to addresses: the contract of the room. @module */

/** What a name stands for, for a while. */
export interface Answer {
  /** IP addresses without brackets, the preferred ones first; never none. */
  readonly addresses: readonly string[];
  /** Seconds for which it may be believed, counted from now. */
  readonly ttl: number;
}

/** Looks names up. */
export interface Resolver {
  /** The addresses of a name, IPv6 and IPv4 in the order of preference; throws {@linkcode ResolveError}. */
  resolve(name: string): Promise<Answer>;
  /** Lets go of everything; what is under way fails. A second call does nothing. */
  close(): void;
}

/** Why a name has no addresses: it has none, no server could tell, none answered in time, or it is no name. */
export type ResolveFault = "not-found" | "server" | "timeout" | "bad-name";

/** A name that could not be resolved. */
export class ResolveError extends Error {
  override name = "ResolveError";
  /** What went wrong, for those who act on it. */
  readonly fault: ResolveFault;

  constructor(fault: ResolveFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
