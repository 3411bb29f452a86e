import { assert, assertEquals, test } from "#test";
import { type Status, toConnectionError } from "../../relay/errors.ts";
import { connectBySocks } from "../../relay/outbound/socks_client.ts";
import { randomBytes, seeded } from "../crypto/random.ts";
import { fromHex, toHex } from "../vectors/hex.ts";
import { askProxy } from "./scripted_proxy.ts";

const TO_EXAMPLE = "05010003" + "0b6578616d706c652e636f6d" + "01bb";
const DONE = "050000" + "01000000000000";
/** hunter / 2 */
const LOGIN = "01" + "0668756e746572" + "0132";
const HUNTER = { user: "hunter", password: "2" };

test("without a user, no authentication is offered and CONNECT is asked for", async () => {
  for (const chunk of [1, 2, 3, Infinity]) {
    const { said, behind, failure } = await askProxy(connectBySocks, fromHex("0500" + DONE), { chunk });
    assertEquals([toHex(said), behind?.length, failure], ["050100" + TO_EXAMPLE, 0, null]);
  }
});

test("targets are sent as what they are: names, IPv4 and IPv6 addresses", async () => {
  const targets: [string, string][] = [["192.0.2.7", "01c0000207"], [
    "2001:db8::1",
    "0420010db8000000000000000000000001",
  ]];
  for (const [host, hex] of targets) {
    const { said } = await askProxy(connectBySocks, fromHex("0500" + DONE), { target: { host, port: 80 } });
    assertEquals(toHex(said), "050100" + "050100" + hex + "0050");
  }
});

test("with a user, both ways are offered and the proxy's choice is taken", async () => {
  const login = await askProxy(connectBySocks, fromHex("0502" + "0100" + DONE), HUNTER);
  assertEquals([toHex(login.said), login.failure], ["05020002" + LOGIN + TO_EXAMPLE, null]);
  const open = await askProxy(connectBySocks, fromHex("0500" + DONE), HUNTER);
  assertEquals([toHex(open.said), open.failure], ["05020002" + TO_EXAMPLE, null]);
});

test("a user without a password, and the longest of both", async () => {
  const { said } = await askProxy(connectBySocks, fromHex("05020100" + DONE), { user: "a" });
  assertEquals(toHex(said), "05020002" + "01016100" + TO_EXAMPLE);
  const long = "x".repeat(255);
  const { failure } = await askProxy(connectBySocks, fromHex("05020100" + DONE), { user: long, password: long });
  assertEquals(failure, null);
  for (const login of [{ user: long + "x" }, { user: "a", password: "é".repeat(128) }]) {
    const { said, failure } = await askProxy(connectBySocks, fromHex("05020100" + DONE), login);
    assertEquals([said.length, failure?.status], [0, "failed"]);
    assert(!failure!.message.includes("éé"), "the message holds the secret");
  }
});

test("a login that is refused is denied, and nothing is asked for", async () => {
  for (const status of ["01", "ff"]) {
    const { said, failure } = await askProxy(connectBySocks, fromHex("0502" + "01" + status + DONE), HUNTER);
    assertEquals([toHex(said), failure?.status], ["05020002" + LOGIN, "denied"]);
    assert(failure!.message.includes("authentication") && !failure!.message.includes("hunter"));
  }
  const { failure } = await askProxy(connectBySocks, fromHex("05ff"), HUNTER);
  assertEquals(failure?.status, "denied");
});

test("a proxy that chooses what was not offered never sees a password", async () => {
  for (const method of ["01", "03", "80"]) {
    const { said, failure } = await askProxy(connectBySocks, fromHex("05" + method + "0100" + DONE), HUNTER);
    assertEquals([toHex(said), failure?.status], ["05020002", "protocol"]);
  }
  const { said, failure } = await askProxy(connectBySocks, fromHex("0502" + "0100" + DONE));
  assertEquals([toHex(said), failure?.status], ["050100", "protocol"]);
});

test("every refusal has its status, whether the rest of the reply comes or not", async () => {
  const statuses: Status[] = ["failed", "denied", "network-unreachable", "host-unreachable", "refused", "timeout"];
  for (const [i, status] of [...statuses, "failed" as const, "failed" as const, "failed" as const].entries()) {
    for (const rest of ["", "0001000000000000"]) {
      const { failure } = await askProxy(connectBySocks, fromHex(`0500050${i + 1}${rest}`));
      assertEquals(failure?.status, status);
      assert(failure!.message.includes(`reply ${i + 1}`));
    }
  }
});

test("bytes of another protocol are none of a proxy", async () => {
  for (const answer of ["0400", "485454502f312e3120343030", "0500" + "04000000", "0500" + "0500000900", "05020500"]) {
    const { failure } = await askProxy(connectBySocks, fromHex(answer), HUNTER)
      .catch((cause) => ({ failure: toConnectionError(cause) }));
    assertEquals(failure?.status, "protocol", answer);
  }
});

test("what comes behind the reply is the target's, whatever address the reply bears", async () => {
  const addresses = ["01000000000000", "0420010db80000000000000000000000010050", "0301610050"];
  for (const address of addresses) {
    for (const chunk of [1, 5, Infinity]) {
      const { behind } = await askProxy(connectBySocks, fromHex("0500" + "050000" + address + "aabbcc"), { chunk });
      assertEquals(toHex(behind!), "aabbcc");
    }
  }
});

test("a proxy that ends early is truncated, wherever it ends", async () => {
  const whole = "0502" + "0100" + DONE;
  for (let size = 0; size < whole.length; size += 2) {
    const { failure } = await askProxy(connectBySocks, fromHex(whole.slice(0, size)), HUNTER);
    assertEquals(failure?.status, "truncated");
  }
});

test("any bytes at all connect or fail, and nothing hangs or breaks", async () => {
  const below = seeded(5);
  for (let i = 0; i < 3000; i++) {
    const bytes = randomBytes(below, below(24));
    const good = fromHex("0502" + "0100" + DONE);
    const start = good.subarray(0, below(good.length));
    const answer = new Uint8Array([...start, ...bytes]);
    await askProxy(connectBySocks, answer, HUNTER).catch(toConnectionError);
  }
});
