import { assertEquals, assertRejects, test } from "#test";
import { ConfigError, type Destination, type ServerEntry } from "../../config/types.ts";
import { liveCiphers } from "../../crypto/providers/checks.ts";
import { start } from "../../service/mod.ts";
import { configOf, KeptLog } from "../behaviour/wiring.ts";
import { base64 } from "./prepared.ts";
import { counting } from "./scripted_random.ts";

const DESTINATION: Destination = { name: "next", host: "192.0.2.1", port: 8388, password: base64(counting(16, 1)) };

/** A port that passes its clients on. */
const RELAY: ServerEntry = {
  host: "127.0.0.1",
  port: 0,
  method: "2022-blake3-aes-128-gcm",
  password: base64(counting(16)),
  destinations: [DESTINATION],
};

test("A service frees at its stop what its relay role holds", async () => {
  const before = liveCiphers();
  // This provider's AES counts from the start; others take memory with the first datagram.
  const service = await start(configOf({ servers: [RELAY, RELAY], crypto: "noble" }), new KeptLog());
  assertEquals(liveCiphers(), before + 2);
  await service.stop(0);
  await service.stop(0);
  assertEquals(liveCiphers(), before);
});

test("A service that cannot start frees what its relay role holds already", async () => {
  const before = liveCiphers();
  const bad = { ...RELAY, destinations: [{ ...DESTINATION, password: "x" }] };
  await assertRejects(() => start(configOf({ servers: [RELAY, bad], crypto: "noble" }), new KeptLog()), ConfigError);
  assertEquals(liveCiphers(), before);
});
