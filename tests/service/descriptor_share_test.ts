import { assertEquals, test } from "#test";
import type { ServerEntry } from "../../config/types.ts";
import { limitsWithin } from "../../service/descriptor_share.ts";
import { configOf, serverAt } from "../behaviour/wiring.ts";

test("each port's associations have their part of half the descriptors, and no more than their limit", () => {
  const most = (descriptors: number, ...servers: ServerEntry[]) =>
    limitsWithin(configOf({ servers }), descriptors).udpAssociations;
  assertEquals(most(1024, serverAt(1)), 512);
  assertEquals(most(1024, serverAt(1), serverAt(2), { ...serverAt(3), mode: "tcp_only" }), 256);
  assertEquals([most(1, serverAt(1)), most(1_000_000, serverAt(1)), most(Infinity, serverAt(1))], [1, 16_384, 16_384]);
});
