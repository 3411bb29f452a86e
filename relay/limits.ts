/** Every wait and every bound has a name and a default here. @module */

/** Every wait and bound by its name; times are in seconds. */
export interface Limits {
  /** For a connection to a target or a server to stand. */
  connect: number;
  /** For an accepted connection to say what it wants; a refused one is read and discarded this long (± 10 %). */
  handshake: number;
  /** Without a byte in either direction. */
  idle: number;
  /** Without a byte, after one side has ended. */
  halfClosed: number;
  /** Between TCP keepalive probes of a silent connection. */
  keepalive: number;
  /** That the Shadowsocks header waits for the first bytes from the application. */
  firstPayloadWait: number;
  /** Refused connections that are read and discarded at once, per process; beyond it the oldest is held unread. */
  drains: number;
  /** Bytes that are read and discarded from one refused connection. */
  drainBytes: number;
  /** Salts remembered for one port: so many of streams, and so many of datagrams. */
  salts: number;
  /** For an association without a datagram in either direction. */
  udp: number;
  /** The same, while it has only asked for names (port 53). */
  udpLookup: number;
  /** Associations of one port; beyond it the one used longest ago goes. */
  udpAssociations: number;
  /** For the answer to a question that came to a local DNS port. */
  dnsAnswer: number;
  /** Questions of one local DNS port that wait for their answers; beyond it they fail. */
  dnsQuestions: number;
}

/** Defaults: seconds, counts and bytes. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  connect: 10,
  handshake: 60,
  idle: 24 * 60 * 60,
  halfClosed: 5 * 60,
  keepalive: 60,
  firstPayloadWait: 0.05,
  drains: 1024,
  drainBytes: 1024 * 1024,
  salts: 200_000,
  udp: 5 * 60,
  udpLookup: 20,
  udpAssociations: 16_384,
  dnsAnswer: 5,
  dnsQuestions: 512,
};
