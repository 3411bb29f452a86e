/** Datagrams of 2022 made without the codecs under test, with headers and bodies that may say anything. @module */

import { hasIdentities } from "../../crypto/identities.ts";
import { identityHash, sessionSubkey } from "../../crypto/keys_2022.ts";
import type { PacketMethod } from "./packet_ends.ts";
import { joined } from "./random.ts";
import { counting } from "./scripted_random.ts";
import { NOW } from "./served_2022.ts";
import { uint16 } from "./by_hand_2022.ts";

/** What a datagram made by hand says. */
export interface HandPacket {
  /** The key of its body, and of its header where no other is named: 00, 01, … unless told. */
  key?: Uint8Array;
  /** The server's key, where `key` is one of its users'. */
  serverKey?: Uint8Array;
  /** The key that the identity header names, where it is not `key`. */
  named?: Uint8Array;
  session: Uint8Array;
  id: number | bigint;
  body: Uint8Array;
}

/** A sealed datagram. */
export function handPacket(method: PacketMethod, packet: HandPacket): Uint8Array {
  const header = joined([packet.session, new Uint8Array(8)]);
  new DataView(header.buffer).setBigUint64(8, BigInt(packet.id));
  const { key = counting(method.row.keySize) } = packet;
  if (hasIdentities(method.row)) return aesPacket(method, { ...packet, key }, header);
  const nonce = counting(24, 0x70);
  return joined([nonce, sealed(method, key, nonce, joined([header, packet.body]))]);
}

function aesPacket(method: PacketMethod, packet: HandPacket & { key: Uint8Array }, header: Uint8Array): Uint8Array {
  const { key, serverKey, named = key, session, body } = packet;
  const block = method.provider.aesBlock(serverKey ?? key);
  const separate = header.slice();
  block.encrypt(separate);
  const identity = identityHash(named).map((byte, i) => byte ^ header[i]!);
  block.encrypt(identity);
  block.close();
  const body2022 = sealed(method, sessionSubkey(key, session), header.slice(4), body);
  return joined(serverKey === undefined ? [separate, body2022] : [separate, identity, body2022]);
}

function sealed({ row, provider }: PacketMethod, key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array {
  const aead = provider.aead(row.packetAead!)!(key);
  const out = new Uint8Array(plain.length + 16);
  aead.seal(nonce, plain, out);
  aead.close();
  return out;
}

/** What a body may say beside its plaintext. */
export interface HandBody {
  type?: number;
  time?: number;
  /** The client's session, in an answer. */
  echo?: Uint8Array;
  padding?: number;
  /** The length that the padding says it has. */
  says?: number;
}

/** A body; without options it is a right one to a server. */
export function handBody(plain: Uint8Array, options: HandBody = {}): Uint8Array {
  const { echo = new Uint8Array(0), padding = 0 } = options;
  const { type = echo.length === 0 ? 0 : 1, time = NOW, says = padding } = options;
  const start = new Uint8Array(9);
  start[0] = type;
  new DataView(start.buffer).setBigUint64(1, BigInt(time));
  return joined([start, echo, uint16(says), new Uint8Array(padding).fill(0xaa), plain]);
}
