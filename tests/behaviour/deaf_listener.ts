/** Listens with a short queue and prints its port; `deaf.ts` stops it then. @module */

import { type AddressInfo, createServer } from "node:net";

const server = createServer();
server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log((server.address() as AddressInfo).port));
