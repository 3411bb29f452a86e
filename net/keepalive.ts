/** When a connection is told to send keepalive probes. @module */

/**
 * Seconds that a connection lives before it is told: most end before they could send a probe, and telling costs as much
 * as a read.
 */
export const KEEPALIVE_DELAY = 10;
