/** `umbra dns`. @module */

import { dnsConfig } from "../config/client_config.ts";
import { type ClientCommand, runClient } from "./client.ts";
import { DNS_HELP } from "./help.ts";
import { DNS_OPTIONS } from "./options.ts";
import type { Program } from "./program.ts";

const DNS: ClientCommand = { role: "dns", options: DNS_OPTIONS, help: DNS_HELP, build: dnsConfig };

/** Answers questions for names until a signal. */
export function dns(argv: readonly string[], program: Program): Promise<number> {
  return runClient(DNS, argv, program);
}
