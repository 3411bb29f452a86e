/**
 * Records exchanges with other people's programs into tests/recorded, where tests/crypto/recorded_test.ts opens them:
 * they stand in for programs that CI does not build. Needs `deno task peers rust`.
 *
 * @module
 */

import { prepareClient } from "../crypto/method.ts";
import { putAddress } from "../relay/address.ts";
import { keyFor } from "../tests/behaviour/keys.ts";
import { listenOrigin, Peer as Connection } from "../tests/behaviour/peer.ts";
import { noise, through } from "../tests/behaviour/wiring.ts";
import { type Exchange, fromBase64, RECORDINGS, rowOf, toBase64 } from "../tests/crypto/recorded.ts";
import { openAll } from "../tests/crypto/streams.ts";
import { findLibev, findRust, type Peer } from "../tests/interop/peers.ts";
import { withPeerLocal, withPeerServer } from "../tests/interop/running.ts";
import { until } from "../tests/behaviour/until.ts";
import { capture, script } from "./run.ts";

const RUST = [
  "2022-blake3-aes-128-gcm",
  "2022-blake3-aes-256-gcm",
  "2022-blake3-chacha20-poly1305",
  "2022-blake3-chacha8-poly1305",
  "aes-128-ccm",
  "aes-256-ccm",
  "aes-128-gcm-siv",
  "aes-256-gcm-siv",
];
const WITH_USERS = ["2022-blake3-aes-128-gcm", "2022-blake3-aes-256-gcm"];
const LIBEV = ["chacha20-ietf-poly1305", "aes-256-cfb", "rc4-md5"];

/** Bytes of each part of a payload: a head with payload, and a chunk behind it. */
const PARTS = [300, 900] as const;

/** Where the clients want to go; nobody looks it up. */
const TARGET = { host: "example.com", port: 443 };

/** The keys of one exchange. */
type Keys = Pick<Exchange, "method" | "password" | "users" | "chain">;

/** What is recorded of one exchange: the keys of everybody, and the one of the client. */
function keysFor(method: string, withUsers: boolean): Keys {
  const password = keyFor(method, 1);
  if (!withUsers) return { method, password, users: [], chain: password };
  const users = [{ name: "anna", password: keyFor(method, 2) }, { name: "ben", password: keyFor(method, 3) }];
  return { method, password, users, chain: `${password}:${keyFor(method, 3)}` };
}

/** Records what a peer's client sends: through a port that only listens. */
async function recordClient(peer: Peer, { method, chain }: Keys): Promise<Exchange["asked"]> {
  const payload = payloadOf(1);
  const server = await listenOrigin();
  let sent: Uint8Array = new Uint8Array(0);
  try {
    await withPeerLocal(peer, { method, password: chain }, server.port, async (port) => {
      const application = await through({ port }, TARGET.port, TARGET.host);
      const [first, second] = partsOf(payload);
      await application.send(first);
      const connection = await server.accept();
      await until(() => connection.size > 0);
      await application.send(second);
      application.finish();
      sent = (await connection.rest()).bytes;
      await application.close();
    });
  } finally {
    await server.close();
  }
  return { target: TARGET, payload: toBase64(payload), sent: toBase64(sent) };
}

/** Records what a peer's server answers to our client. */
async function recordServer(peer: Peer, keys: Keys, clock: number): Promise<Exchange["answered"]> {
  const [question, payload] = [noise(40, 3), payloadOf(2)];
  const { method } = await prepareClient(rowOf(keys), keys.chain, { provider: "auto", salts: 10, clock: () => clock });
  const origin = await listenOrigin();
  const target = { host: "127.0.0.1", port: origin.port };
  const { opener, sealer } = method.outbound(putAddress(target));
  const out = new Uint8Array(sealer.bound(question.length));
  const sent = out.subarray(0, sealer.seal(question, out));
  sealer.close();
  let received: Uint8Array = new Uint8Array(0);
  const { method: name, password, users } = keys;
  try {
    await withPeerServer(peer, { method: name, password, ...(users.length > 0 && { users }) }, async (port) => {
      const client = await Connection.connect(port);
      await client.send(sent);
      const connection = await origin.accept();
      expectSame(await connection.take(question.length), question);
      const [first, second] = partsOf(payload);
      await connection.send(first);
      await until(() => client.size > 0);
      await connection.send(second);
      connection.finish();
      received = (await client.rest()).bytes;
      await client.close();
    });
  } finally {
    await origin.close();
  }
  expectSame(openAll(opener, [received]), payload);
  const bytes = { question: toBase64(question), sent: toBase64(sent), payload: toBase64(payload) };
  return { target, ...bytes, received: toBase64(received) };
}

/** Records one exchange into a file of its own. */
async function record(name: string, peer: Peer, version: string, keys: Keys): Promise<void> {
  const clock = Math.floor(Date.now() / 1000);
  const asked = await recordClient(peer, keys);
  const answered = await recordServer(peer, keys, clock);
  const exchange: Exchange = { peer: version, ...keys, clock, asked, answered };
  await Deno.writeTextFile(new URL(`${name}.json`, RECORDINGS), `${JSON.stringify(exchange, null, 2)}\n`);
  console.log(`${name}: ${fromBase64(asked.sent).length} bytes sent, ${fromBase64(answered.received).length} received`);
}

function payloadOf(seed: number): Uint8Array {
  return noise(PARTS[0] + PARTS[1], seed);
}

function partsOf(payload: Uint8Array): [Uint8Array, Uint8Array] {
  return [payload.subarray(0, PARTS[0]), payload.subarray(PARTS[0])];
}

function expectSame(found: Uint8Array, expected: Uint8Array): void {
  if (toBase64(found) !== toBase64(expected)) throw new Error("Cannot record: other bytes came than were sent");
}

/** The program's name and version, as it says them itself. */
async function versionOf({ title, server }: Peer, option: string): Promise<string> {
  const { output } = await capture([...server, option]);
  return `${title} ${/\d+\.\d+\.\d+/.exec(output)?.[0] ?? "of unknown version"}`;
}

/** Records everything anew. */
async function main(): Promise<number> {
  const [rust, libev] = [findRust(), findLibev()];
  if (!rust.present || !libev.present) throw new Error("Cannot record: deno task peers rust installs the programs");
  const [rustVersion, libevVersion] = [await versionOf(rust, "--version"), await versionOf(libev, "-h")];
  for (const method of RUST) await record(`rust-${method}`, rust, rustVersion, keysFor(method, false));
  for (const method of WITH_USERS) await record(`rust-${method}-users`, rust, rustVersion, keysFor(method, true));
  for (const method of LIBEV) await record(`libev-${method}`, libev, libevVersion, keysFor(method, false));
  return 0;
}

if (import.meta.main) await script(main);
