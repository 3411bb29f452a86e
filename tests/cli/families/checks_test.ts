import { assertEquals, assertThrows, test } from "#test";
import {
  checkForbidden,
  FamilyError,
  pythonWarnings,
  refuseSamplePassword,
  requireRest,
  requireServer,
} from "../../../cli/families/checks.ts";
import type { Foreign } from "../../../cli/families/family.ts";
import type { FamilyRole } from "../../../cli/families/flag.ts";
import type { Parts } from "../../../config/parts.ts";

const PLACES = { places: [{ host: "192.0.2.1" }] };
const WHOLE: Parts = { ...PLACES, port: 1, password: "pw", method: "aes-256-gcm", localPort: 2 };

/** What is missing, as the family says it; nothing where all is there. */
function missingIn(parts: Parts, role: FamilyRole, dialect: Foreign): string {
  try {
    requireServer(parts, role, dialect);
    requireRest(parts, role, dialect);
    return "";
  } catch (error) {
    if (error instanceof FamilyError && error.exit === "missing") return error.message;
    throw error;
  }
}

/** The parts without one of them. */
function without(...names: (keyof Parts)[]): Parts {
  return Object.fromEntries(Object.entries(WHOLE).filter(([name]) => !names.some((other) => other === name)));
}

test("each family asks for what it cannot do without", () => {
  const cases: [Foreign, FamilyRole, Parts, string][] = [
    ["python", "server", WHOLE, ""],
    ["python", "server", without("places", "port", "localPort"), ""],
    ["python", "server", without("password"), "password or port_password not specified"],
    ["python", "local", without("password"), "password not specified"],
    ["python", "local", without("places"), "server addr not specified"],
    ["libev", "server", without("places", "localPort"), ""],
    ["libev", "server", without("port"), "no port of the server is given: expected -p"],
    ["libev", "server", { ...without("port"), places: [{ host: "h", port: 3 }] }, ""],
    ["libev", "server", without("password"), "no password is given: expected -k"],
    ["libev", "local", without("places"), "no server is named: expected -s"],
    ["libev", "local", without("localPort"), "no port to listen on is given: expected -l"],
    ["libev", "tunnel", WHOLE, "the tunnel leads nowhere: expected -L"],
    ["libev", "tunnel", { ...WHOLE, target: { host: "h", port: 1 } }, ""],
    ["rust", "local", without("places"), "no server is named: expected -s"],
    ["rust", "server", without("method"), "no method is named: expected -m"],
    ["rust", "server", without("password"), ""],
  ];
  for (const [dialect, role, parts, expected] of cases) assertEquals(missingIn(parts, role, dialect), expected);
});

test("servers that are named by links or in lists are named", () => {
  const entry = { host: "h", port: 1, method: "none", password: "" };
  assertEquals(missingIn({ links: [entry] }, "local", "rust"), "");
  assertEquals(missingIn({ servers: [WHOLE] }, "local", "rust"), "");
});

test("the Python program remarks upon addresses, methods and timeouts", () => {
  const at = (host: string) => ({ places: [{ host }] });
  const cases: [Parts, string[]][] = [
    [{}, []],
    [{ ...at("192.0.2.1"), limits: { idle: 300 }, method: "aes-256-cfb" }, []],
    [at("127.0.0.1"), ["warning: server set to listen on 127.0.0.1:8388, are you sure?"]],
    [{ ...at("localhost"), port: 99 }, ["warning: server set to listen on localhost:99, are you sure?"]],
    [{ places: [{ host: "127.0.0.1" }, { host: "h" }] }, []],
    [{ localHost: "0.0.0.0" }, ["warning: local set to listen on 0.0.0.0, it's not safe"]],
    [{ method: "table" }, ["warning: table is not safe; please use a safer cipher, like AES-256-CFB"]],
    [{ method: "rc4" }, ["warning: RC4 is not safe; please use a safer cipher, like AES-256-CFB"]],
    [{ method: "rc4-md5" }, []],
    [{ limits: { idle: 99 } }, ["warning: your timeout 99 seems too short"]],
    [{ limits: { idle: 100 } }, []],
    [{ limits: { idle: 600 } }, []],
    [{ limits: { idle: 600.5 } }, ["warning: your timeout 600 seems too long"]],
  ];
  for (const [parts, expected] of cases) assertEquals(pythonWarnings(parts), expected);
});

test("the sample's password is refused, and no other", () => {
  refuseSamplePassword({});
  refuseSamplePassword({ password: "mypassword2" });
  assertEquals(assertThrows(() => refuseSamplePassword({ password: "mypassword" }), FamilyError).exit, "config");
});

test("networks that are none are refused by name, and nothing in the name is obeyed by a terminal", () => {
  for (const networks of [undefined, [], ["10.0.0.0/8", "::1", "fe80::/10"]]) checkForbidden(networks);
  for (const [network, shown] of [["127.0.0.1/4a", "127.0.0.1/4a"], ["x", "x"], ["\u001b[2J", "\\u001b[2J"]] as const) {
    const error = assertThrows(() => checkForbidden(["10.0.0.0/8", network]), FamilyError);
    assertEquals([error.exit, error.message], ["usage", `Not a valid CIDR notation: ${shown}`]);
  }
});
