/** What has passed. @module */

import type { Status } from "./errors.ts";

/** Counts over the life of a service; bytes are those of the plain side. */
export class Counters {
  /** Connections accepted. */
  accepted = 0;
  /** Connections open now. */
  active = 0;
  /** Associations of datagrams under way now. */
  associations = 0;
  /** Bytes from clients to targets. */
  up = 0;
  /** Bytes from targets to clients. */
  down = 0;
  /** How connections ended. */
  readonly ended: Partial<Record<Status, number>> = {};

  /** Notes how a connection ended. */
  end(status: Status): void {
    this.ended[status] = (this.ended[status] ?? 0) + 1;
  }
}
