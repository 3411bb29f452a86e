import { assert, assertEquals, assertThrows, test } from "#test";
import { ConnectionError, type Status } from "../../relay/errors.ts";
import { socksInbound } from "../../relay/inbound/socks.ts";
import { SocksUsers } from "../../relay/inbound/socks_users.ts";
import type { Request } from "../../relay/request.ts";
import { toHex } from "../vectors/hex.ts";
import { play } from "./socks_played.ts";

const USERS = [{ user: "ann", password: "of ann" }, { user: "zoë", password: "x".repeat(255) }];
const INBOUND = socksInbound({ users: new SocksUsers(USERS) });

/** Offers to authenticate. */
const GREETING = "050102";
/** CONNECT to example.com:443. */
const REQUEST = "05010003" + "0b6578616d706c652e636f6d" + "01bb";
const SUCCEEDED = "05000001000000000000";

const encoder = new TextEncoder();

/** A name and a password as they are sent. */
function proof(user: string, password: string, version = 1): string {
  const [name, secret] = [encoder.encode(user), encoder.encode(password)];
  return toHex(Uint8Array.of(version, name.length, ...name, secret.length, ...secret));
}

function assertFailed(failure: unknown, status: Status): void {
  assert(failure instanceof ConnectionError, String(failure));
  assertEquals(failure.status, status);
  assert(!/\bann\b|zoë/.test(failure.message), failure.message);
}

const proceed = (request: Request) => request.proceed();

test("Who names a user and gives the password is served, under that name", async () => {
  for (const { user, password } of USERS) {
    for (const chunk of [Infinity, 1, 2, 7]) {
      const { answer, request, failure } = await play(
        GREETING + proof(user, password) + REQUEST,
        proceed,
        chunk,
        INBOUND,
      );
      assertEquals([answer, request?.user, failure], ["0502" + "0100" + SUCCEEDED, user, null]);
    }
  }
});

test("Whatever else is given is answered 01, and then the end", async () => {
  const wrong = [
    proof("ann", "of Ann"),
    proof("ann", "of an"),
    proof("ann", "of ann "),
    proof("ann", ""),
    proof("", ""),
    proof("Ann", "of ann"),
    proof("nobody", "of ann"),
    proof("zoë", "x".repeat(254)),
    proof("zoë", "x".repeat(254) + "y"),
    proof("x".repeat(255), "x".repeat(255)),
  ];
  for (const hex of wrong) {
    const { answer, request, failure } = await play(GREETING + hex + REQUEST, proceed, Infinity, INBOUND);
    assertEquals([answer, request], ["0502" + "0101", null], hex);
    assertFailed(failure, "authentication");
  }
});

test("Who does not offer to authenticate is told that nothing else will do", async () => {
  for (const greeting of ["0500", "050100", "05020001"]) {
    const { answer, request, failure } = await play(greeting + REQUEST, proceed, Infinity, INBOUND);
    assertEquals([answer, request], ["05ff", null], greeting);
    assertFailed(failure, "protocol");
  }
});

test("Where both are offered, a port with users takes the password and one without takes none", async () => {
  const both = "05020002";
  const asked = await play(both + proof("ann", "of ann") + REQUEST, proceed, Infinity, INBOUND);
  assertEquals(asked.answer, "0502" + "0100" + SUCCEEDED);
  const open = await play(both + REQUEST, proceed);
  assertEquals([open.answer, open.request?.user], ["0500" + SUCCEEDED, undefined]);
});

test("A proof of another version is not answered, and one that ends early is truncated", async () => {
  const { answer, failure } = await play(GREETING + proof("ann", "of ann", 5), proceed, Infinity, INBOUND);
  assertEquals(answer, "0502");
  assertFailed(failure, "protocol");
  const whole = GREETING + proof("ann", "of ann");
  for (let size = GREETING.length; size < whole.length; size += 2) {
    const { answer, failure } = await play(whole.slice(0, size), proceed, Infinity, INBOUND);
    assertEquals(answer, "0502", `${size / 2} bytes`);
    assertFailed(failure, "truncated");
  }
});

test("A port whose users are none serves nobody", async () => {
  const nobody = socksInbound({ users: new SocksUsers([]) });
  const { answer } = await play(GREETING + proof("", "") + REQUEST, proceed, Infinity, nobody);
  assertEquals(answer, "0502" + "0101");
});

test("A name or a password that cannot be sent is refused", () => {
  assertThrows(() => new SocksUsers([{ user: "a", password: "x".repeat(256) }]), RangeError);
  assertThrows(() => new SocksUsers([{ user: "é".repeat(128), password: "x" }]), RangeError);
});
