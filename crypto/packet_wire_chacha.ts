/**
 * ChaCha20 datagrams of SIP022: the key is used as it is, with a random nonce; there are no identity headers.
 *
 * ```text
 * nonce (24) | session id (8), packet id (8), body, tag
 * ```
 *
 * @module
 */

import type { Method2022 } from "./aead_2022.ts";
import { SEPARATE_HEADER_SIZE } from "./packet_body.ts";
import { MAX_DATAGRAM } from "./packets.ts";
import { type BodyOpener, type BodySealer, type PacketWire, TAG_SIZE } from "./packet_wire.ts";
import { CipherError } from "./types.ts";

const NONCE_SIZE = 24;

/** Either side: both seal and open under the one key. */
export function chachaWire(method: Method2022, key: Uint8Array): PacketWire {
  const aead = method.makeAead(key);
  /** Header and body of the datagram that was read last, or is being sealed. */
  const plain = new Uint8Array(MAX_DATAGRAM + 2048);
  let opened = plain.subarray(0, 0);

  const bodies: BodySealer & BodyOpener = {
    seal(header, body, out) {
      const input = plain.subarray(0, SEPARATE_HEADER_SIZE + body.length);
      input.set(header);
      input.set(body, SEPARATE_HEADER_SIZE);
      const nonce = crypto.getRandomValues(out.subarray(0, NONCE_SIZE));
      const size = NONCE_SIZE + input.length + TAG_SIZE;
      aead.seal(nonce, input, out.subarray(NONCE_SIZE, size));
      return size;
    },
    open(_header, _packet, out) {
      out.set(opened.subarray(SEPARATE_HEADER_SIZE));
      return opened.length - SEPARATE_HEADER_SIZE;
    },
  };
  return {
    overhead: NONCE_SIZE + SEPARATE_HEADER_SIZE + TAG_SIZE,
    readHeader(packet) {
      const size = packet.length - NONCE_SIZE - TAG_SIZE;
      if (size < SEPARATE_HEADER_SIZE) {
        throw new CipherError("authentication", "Cannot open the datagram: it is too short");
      }
      opened = plain.subarray(0, size);
      if (!aead.open(packet.subarray(0, NONCE_SIZE), packet.subarray(NONCE_SIZE), opened)) {
        throw new CipherError("authentication", "Cannot open the datagram: its tag is wrong");
      }
      return opened.subarray(0, SEPARATE_HEADER_SIZE);
    },
    identify: () => null,
    opener: () => bodies,
    sealer: () => bodies,
    close: () => aead.close(),
  };
}
