/** What goes in datagrams, and cannot where proxies stand in its way. @module */

import type { Parts } from "./parts.ts";
import { ConfigError, type LocalEntry } from "./types.ts";

/**
 * Proxies carry connections alone. To a DNS port, questions come in datagrams and go on by TCP.
 *
 * @throws {ConfigError} when datagrams alone are wanted, and proxies stand in their way.
 */
export function checkDatagramsPass(
  { mode, outboundProxy, remoteDnsOver }: Parts,
  protocol?: LocalEntry["protocol"],
): void {
  if (!outboundProxy?.length) return;
  if (protocol === "dns" && remoteDnsOver === "udp") {
    throw new ConfigError(
      "Cannot ask by UDP through an outbound proxy: it carries no datagrams, " +
        'expected "remote_dns_over": "tcp", or no outbound proxy',
    );
  }
  if (protocol === "dns" || mode !== "udp_only") return;
  throw new ConfigError(
    "Cannot serve UDP alone through an outbound proxy: it carries no datagrams, " +
      "expected mode tcp_only or tcp_and_udp, or no outbound proxy",
  );
}
