import { assertEquals, test } from "#test";
import { schemaText } from "../../config/schema.ts";
import { KEY, withFile } from "./config_files.ts";
import { runIn } from "./fake.ts";

test("config schema prints the schema, and nothing else", async () => {
  const { code, out, err } = await runIn({}, "config", "schema");
  assertEquals({ code, out, err }, { code: 0, out: schemaText(), err: "" });
});

test("what config cannot do is refused with what was expected", async () => {
  const LINE = "Cannot read the command line: ";
  const cases: [words: string, message: string][] = [
    ["config", `${LINE}umbra config takes check, convert or schema first`],
    ["config hunter2", `${LINE}umbra config takes check, convert or schema first`],
    ["config check", `${LINE}umbra config check takes one FILE, found 0`],
    ["config check a hunter2", `${LINE}umbra config check takes one FILE, found 2`],
    ["config check a.json", 'Cannot read the config file "a.json": there is no such file'],
    ["config check ss://none:hunter2@h:1", 'Cannot read the config file "ss://…": there is no such file'],
    ["config check c.json --role both", `${LINE}--role: found "both", expected one of server, local, tunnel, dns`],
    ["config convert c.json", `${LINE}--to is missing, expected one of umbra, libev, rust, sip008, uri`],
    ["config convert c.json --to go", `${LINE}--to: found "go", expected one of umbra, libev, rust, sip008, uri`],
    ["config schema x", `${LINE}umbra config schema takes nothing, found 1`],
    ["config check --fish c.json", `${LINE}"--fish" is not a known flag`],
  ];
  for (const [words, message] of cases) {
    const { code, out, err } = await runIn(withFile({ server: "::", password: KEY }), ...words.split(" "));
    assertEquals({ code, out, err }, { code: 2, out: "", err: `${message}\n` }, words);
  }
});
