/** Sends back what comes to a UDP port of this machine: `udp_echo.ts PORT`. @module */

import { bindPackets } from "#net";

const socket = await bindPackets({ host: "127.0.0.1", port: Number(Deno.args[0]) });
for (let batch = await socket.next(); batch !== null; batch = await socket.next()) {
  for (let i = 0; i < batch.count; i++) await socket.send(batch.data(i), batch.from(i));
  socket.flush();
}
