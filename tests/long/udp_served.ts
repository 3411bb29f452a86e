/**
 * A UDP relay in a process of its own: `udp_served.ts SECONDS ASSOCIATIONS`. Says its port, then again and again how
 * many associations it has, the most that it ever had, what it dropped, and how often it gave memory back.
 *
 * @module
 */

import { args, bindPackets, memory, print } from "#net";
import { RestWatch } from "../../cli/rest.ts";
import { findMethod } from "../../crypto/methods.ts";
import { preparePacketServer } from "../../crypto/packet_method.ts";
import { Counters } from "../../relay/counters.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import { directPackets } from "../../relay/outbound/direct_packets.ts";
import { UdpRelay } from "../../relay/udp.ts";
import { CLOCK, KEY, METHOD } from "./udp_load.ts";

/** Milliseconds between two reports. */
const REPORT = 100;

const [seconds, associations] = args().map(Number);
const limits = { ...DEFAULT_LIMITS, udp: seconds!, udpAssociations: associations! };
const socket = await bindPackets({ host: "127.0.0.1", port: 0 });
const codec = await preparePacketServer(findMethod(METHOD)!, KEY, [], CLOCK);
const direct = directPackets();
const counters = new Counters();
let most = 0;

const relay = new UdpRelay({
  socket,
  codec,
  limits,
  counters,
  log: { level: "error", event() {} },
  // Asked once for each association, when it is in the table.
  outbound: {
    associate() {
      most = Math.max(most, relay.size);
      return direct.associate();
    },
  },
});

// As a run of the program does.
const { collect, giveBack, settle } = await memory();
let rests = 0;
new RestWatch({ counters }, {
  collect,
  giveBack() {
    giveBack();
    rests++;
  },
  settle() {
    settle();
    rests++;
  },
});

// As a run of the program prints: on Deno, `console.log` keeps a little of C's heap at each call.
print(`port ${socket.local.port}\n`);
setInterval(() => {
  const dropped = Object.values(counters.ended).reduce((sum, count) => sum + count, 0);
  print(`${JSON.stringify({ now: relay.size, most, dropped, rests })}\n`);
}, REPORT);
await relay.run();
