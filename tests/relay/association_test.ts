import { assert, assertEquals, assertRejects, test } from "#test";
import type { PacketSession } from "../../crypto/packets.ts";
import { Association } from "../../relay/association.ts";
import { Counters } from "../../relay/counters.ts";
import { DEFAULT_LIMITS } from "../../relay/limits.ts";
import { KeptLog } from "../behaviour/wiring.ts";
import { at, MemoryOutbound, MemorySocket, plainOf } from "./memory_packets.ts";
import { settled } from "./memory_stream.ts";
import { withoutLostWindows } from "./windows.ts";

const CLIENT = at(1);
const TARGET = at(7, 443);

/** What a test holds of an association. */
interface Held {
  readonly association: Association;
  readonly socket: MemorySocket;
  readonly outbound: MemoryOutbound;
  readonly counters: Counters;
  /** How often its session was closed, and its owner told. */
  readonly closes: { session: number; owner: number };
  readonly run: Promise<void>;
}

/** Runs the body with an association whose way out is made when `gate` says so. */
function withAssociation(gate: Promise<void>, body: (held: Held) => Promise<void>): Promise<void> {
  return withoutLostWindows(async () => {
    const [socket, outbound, counters] = [new MemorySocket(), new MemoryOutbound(), new Counters()];
    outbound.gate = gate;
    const closes = { session: 0, owner: 0 };
    const session: PacketSession = {
      key: "",
      user: undefined,
      overhead: 0,
      seal(plain, out) {
        out.set(plain);
        return plain.length;
      },
      close: () => void closes.session++,
    };
    const context = { socket, outbound, counters, limits: DEFAULT_LIMITS, log: new KeptLog() };
    const association = new Association(session, CLIENT, context, () => void closes.owner++);
    const run = association.run();
    try {
      await body({ association, socket, outbound, counters, closes, run });
    } finally {
      association.close();
      await run.catch(() => {});
    }
    assertEquals(closes, { session: 1, owner: 1 });
    assertEquals(outbound.open, []);
  });
}

test("payloads wait while the way out is made, in order, and no more than sixteen", async () => {
  const gate = Promise.withResolvers<void>();
  await withAssociation(gate.promise, async ({ association, outbound, counters }) => {
    const payload = new Uint8Array(1);
    for (let i = 0; i < 20; i++) {
      payload[0] = i;
      // The bytes are borrowed: the next payload overwrites them.
      await association.send(at(i, 80), payload);
    }
    gate.resolve();
    await settled();
    const [port] = outbound.ports;
    assertEquals(port!.firsts, Array.from({ length: 16 }, (_, i) => i));
    assertEquals(port!.sent.map(({ peer }) => peer), Array.from({ length: 16 }, (_, i) => at(i, 80)));
    assert(port!.flushes > 0, "what waited is flushed");
    await association.send(TARGET, Uint8Array.of(99));
    assertEquals(port!.firsts.at(-1), 99);
    assertEquals(counters.up, 21);
  });
});

test("what comes while the waiting leave goes behind them", async () => {
  const gate = Promise.withResolvers<void>();
  await withAssociation(gate.promise, async ({ association, outbound }) => {
    const slow = Promise.withResolvers<void>();
    outbound.sendGate = slow.promise;
    await association.send(TARGET, Uint8Array.of(1));
    await association.send(TARGET, Uint8Array.of(2));
    gate.resolve();
    await settled();
    assertEquals(outbound.ports[0]!.firsts, []);
    await association.send(TARGET, Uint8Array.of(3));
    slow.resolve();
    await settled();
    await association.send(TARGET, Uint8Array.of(4));
    assertEquals(outbound.ports[0]!.firsts, [1, 2, 3, 4]);
  });
});

test("an association that ends before its way out is made closes that, and sends nothing", async () => {
  const gate = Promise.withResolvers<void>();
  await withAssociation(gate.promise, async ({ association, outbound, run }) => {
    await association.send(TARGET, Uint8Array.of(1));
    association.close();
    gate.resolve();
    await run;
    assertEquals(outbound.ports.map(({ closed, sent }) => [closed, sent.length]), [[true, 0]]);
  });
});

test("answers go to where the client was seen last", () =>
  withAssociation(Promise.resolve(), async ({ association, socket, outbound }) => {
    await settled();
    const [port] = outbound.ports;
    port!.answer({ bytes: Uint8Array.of(1), peer: TARGET });
    await socket.wait(1);
    association.client = at(2, 9);
    port!.answer({ bytes: Uint8Array.of(2), peer: at(50) });
    assertEquals(await socket.wait(2), [
      { bytes: plainOf(TARGET, 1), peer: CLIENT },
      { bytes: plainOf(at(50), 2), peer: at(2, 9) },
    ]);
  }));

test("an association that ends in the middle of a batch of answers sends no more of them", () =>
  withAssociation(Promise.resolve(), async ({ association, socket, outbound }) => {
    await settled();
    const { send } = socket;
    socket.send = (bytes, to) => {
      send.call(socket, bytes, to);
      association.close();
    };
    outbound.ports[0]!.answer({ bytes: Uint8Array.of(1), peer: TARGET }, { bytes: Uint8Array.of(2), peer: TARGET });
    await socket.wait(1);
    await settled();
    assertEquals(socket.sent.length, 1);
  }));

test("a way out that ends by itself ends the association", () =>
  withAssociation(Promise.resolve(), async ({ outbound, closes, run }) => {
    await settled();
    outbound.ports[0]!.close();
    await run;
    assertEquals(closes, { session: 1, owner: 1 });
  }));

test("a fault of the program does not pass for a network's", async () => {
  const fault = new TypeError("a fault that the test makes");
  const broken = Promise.reject(fault);
  broken.catch(() => {});
  await withAssociation(broken, async ({ run }) => {
    await assertRejects(() => run, TypeError, "a fault that the test makes");
  });
});
