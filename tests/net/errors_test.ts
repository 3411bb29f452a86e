import { assertEquals, test } from "#test";
import { codeOf, hostFault, socketFault } from "../../net/errors.ts";

test("System errors of sockets come in our kinds", () => {
  const kinds: Record<string, string> = {
    ECONNREFUSED: "refused",
    ECONNRESET: "reset",
    EPIPE: "reset",
    ETIMEDOUT: "timeout",
    ENOTFOUND: "not-found",
    EAI_AGAIN: "not-found",
    EAI_FAIL: "not-found",
    DNS_ENOTFOUND: "not-found",
    EHOSTUNREACH: "host-unreachable",
    ENETUNREACH: "network-unreachable",
    EADDRNOTAVAIL: "address-unavailable",
    EADDRINUSE: "in-use",
    EACCES: "permission",
    EMFILE: "descriptors",
    EWHATEVER: "other",
  };
  for (const [code, kind] of Object.entries(kinds)) assertEquals(socketFault(code), kind, code);
  assertEquals(socketFault(undefined), "other");
});

test("System errors of files come in our kinds", () => {
  const kinds: Record<string, string> = {
    ENOENT: "not-found",
    EEXIST: "exists",
    EACCES: "permission",
    EROFS: "permission",
    EISDIR: "other",
  };
  for (const [code, kind] of Object.entries(kinds)) assertEquals(hostFault(code), kind, code);
  assertEquals(hostFault(undefined), "other");
});

test("Only an error's own textual code counts", () => {
  assertEquals(codeOf(Object.assign(new Error("x"), { code: "EPIPE" })), "EPIPE");
  assertEquals(codeOf(Object.assign(new Error("x"), { code: 32 })), undefined);
  assertEquals(codeOf(new Error("x")), undefined);
  assertEquals(codeOf({ code: "EPIPE" }), undefined);
  assertEquals(codeOf(null), undefined);
});
