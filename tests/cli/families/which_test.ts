import { assertEquals, assertThrows, test } from "#test";
import { dialectOf, takeDialect } from "../../../cli/families/which.ts";
import { ConfigError } from "../../../config/types.ts";

test("a port beside an address, or a flag that only shadowsocks-rust has, makes all of it its words", () => {
  const cases: [string, "server" | "local", string][] = [
    ["", "server", "python"],
    ["-c config.json", "server", "python"],
    ["-c config.json -d start", "server", "python"],
    ["-c config.json -d", "server", "rust"],
    ["-d -c config.json", "server", "rust"],
    ["-s 0.0.0.0 -p 8388 -k pw", "server", "python"],
    ["-s 0.0.0.0:8388 -k pw", "server", "rust"],
    ["-s [::]:8388 -k pw", "server", "rust"],
    ["-s :: -p 8388", "server", "python"],
    ["-s host -b 127.0.0.1:1080", "local", "rust"],
    ["-s host -b 127.0.0.1 -l1080", "local", "python"],
    ["-c f -u", "server", "rust"],
    ["-c f -U", "local", "rust"],
    ["-c f -vv", "local", "python"],
    ["-c f -6", "local", "rust"],
    ["--config f", "server", "rust"],
    ["-c f --protocol tunnel", "local", "rust"],
    ["-c f --tcp-fast-open", "server", "rust"],
    ["-c f --fast-open", "server", "python"],
    ["-c f -n 1024", "server", "rust"],
    ["-c f -a nobody", "server", "rust"],
    ["-c f -a", "server", "python"],
    ["-c f --user nobody", "server", "python"],
    ["-c f --workers 2", "server", "python"],
    ["-c f -V", "server", "rust"],
    ["-c f --nothing", "server", "python"],
    ["-c", "server", "python"],
  ];
  for (const [words, role, expected] of cases) {
    assertEquals(dialectOf(words === "" ? [] : words.split(" "), role), expected, words);
  }
});

test("--dialect is taken out of the words wherever it stands", () => {
  assertEquals(takeDialect(["-c", "f"]), { forced: undefined, words: ["-c", "f"] });
  assertEquals(takeDialect(["-c", "f", "--dialect", "rust", "-u"]), { forced: "rust", words: ["-c", "f", "-u"] });
  assertEquals(takeDialect(["--dialect=libev"]), { forced: "libev", words: [] });
  for (const words of [["--dialect", "go"], ["--dialect"], ["--dialect="]]) {
    assertThrows(() => takeDialect(words), ConfigError, "--dialect");
  }
});
