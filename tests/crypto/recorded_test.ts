/** What other people's programs once sent is opened, and what they took is made again, byte for byte. */

import { assert, assertEquals, test } from "#test";
import { type MethodOptions, prepareClient, prepareRouter, prepareServer } from "../../crypto/method.ts";
import { putAddress } from "../../relay/address.ts";
import { withRandomBytes } from "./fixed_salt.ts";
import { joined } from "./random.ts";
import { type Exchange, fromBase64, readExchanges, rowOf, toBase64 } from "./recorded.ts";
import { openAll, sealAll } from "./streams.ts";

const exchanges = readExchanges();

for (const { name, exchange } of exchanges) {
  test(`our server opens what the client of ${exchange.peer} sent (${name})`, async () => {
    const { method } = await prepareServer(rowOf(exchange), exchange.password, exchange.users, optionsOf(exchange));
    const { opener, sealer } = method.inbound("127.0.0.1");
    assertEquals(toBase64(openAll(opener, [sentOf(exchange)])), plaintextOf(exchange));
    assertEquals(opener.user, exchange.users.at(-1)?.name);
    sealer.close();
  });

  test(`our client asks as it did and opens what the server of ${exchange.peer} answered (${name})`, async () => {
    const { target, question, sent, payload, received } = exchange.answered;
    const row = rowOf(exchange);
    const { method } = await prepareClient(row, exchange.chain, optionsOf(exchange));
    const { opener, sealer } = method.outbound(putAddress(target));
    const salt = fromBase64(sent).subarray(0, row.saltSize);
    const asked = withRandomBytes(salt, () => sealAll(sealer, [fromBase64(question)]));
    assertEquals(toBase64(asked), sent);
    assertEquals(toBase64(openAll(opener, [fromBase64(received)])), payload);
  });
}

for (const { name, exchange } of exchanges.filter(({ exchange }) => exchange.users.length > 0)) {
  test(`our relay passes on what the client of ${exchange.peer} sent, and the user's server opens it (${name})`, async () => {
    const row = rowOf(exchange);
    const options = optionsOf(exchange);
    const { method: router } = await prepareRouter(row, exchange.password, exchange.users, options);
    const { destination, head } = router.route(sentOf(exchange));
    router.close();
    assertEquals(destination, exchange.users.at(-1));
    const { method } = await prepareServer(row, destination.password, [], options);
    const { opener, sealer } = method.inbound("127.0.0.1");
    assertEquals(toBase64(openAll(opener, [head])), plaintextOf(exchange));
    sealer.close();
  });
}

test("the recordings hold the 2022 methods of shadowsocks-rust, with and without users, and older methods of libev", () => {
  const names = exchanges.map(({ name }) => name);
  for (const cipher of ["aes-128-gcm", "aes-256-gcm", "chacha20-poly1305", "chacha8-poly1305"]) {
    assert(names.includes(`rust-2022-blake3-${cipher}`), `no recording of 2022-blake3-${cipher}`);
  }
  for (const cipher of ["aes-128-gcm", "aes-256-gcm"]) {
    assert(names.includes(`rust-2022-blake3-${cipher}-users`), `no recording of 2022-blake3-${cipher} with users`);
  }
  for (const kind of ["aead", "stream"]) {
    assert(exchanges.some(({ name, exchange }) => name.startsWith("libev-") && rowOf(exchange).kind === kind), kind);
  }
});

/** The exchange's own time: 2022 would refuse it at any other. */
function optionsOf({ clock }: Exchange): MethodOptions {
  return { provider: "auto", salts: 10, clock: () => clock };
}

/** What the program's client sent. */
function sentOf({ asked }: Exchange): Uint8Array {
  return fromBase64(asked.sent);
}

/** What it sent, opened: the target's address and the payload. */
function plaintextOf({ asked: { target, payload } }: Exchange): string {
  return toBase64(joined([putAddress(target), fromBase64(payload)]));
}
