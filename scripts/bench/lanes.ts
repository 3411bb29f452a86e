/** Servers, and the clients in front of them: started and ended. @module */

import type { Lane } from "./lane.ts";
import type { Processes } from "./processes.ts";
import { type Server, tunnelCommand } from "./servers.ts";

/** Starts a server; the load speaks with it itself. */
export async function openServer(server: Server, method: string, target: number, processes: Processes): Promise<Lane> {
  const listening = await processes.listen((port) => server.command({ port, method, target }));
  return { server: server.name, method, ...listening, processes: [listening] };
}

/** Starts a server, and a client in front of it that leads to the target. */
export async function openLane(server: Server, method: string, target: number, processes: Processes): Promise<Lane> {
  const lane = await openServer(server, method, target, processes);
  if (server.plain) return lane;
  const client = await processes.listen(tunnelCommand({ port: lane.port, method, target }));
  return { ...lane, port: client.port, processes: [...lane.processes, client] };
}

/** Ends a lane's processes. */
export async function closeLane(lane: Lane, processes: Processes): Promise<void> {
  for (const listening of lane.processes) await processes.end(listening);
}
